"""The desk of an investment-project service team (项目服务专班)."""

__version__ = "0.1.0"
