"""提醒函 and 督办单 on screen."""
