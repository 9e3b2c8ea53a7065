"""The first schema: records, journal and derived clocks."""

from alembic import op

revision = "0001"
down_revision = None

APPLICATION_ID = 0x465A5A42


def upgrade() -> None:
    """Create every table; a file's own marks tell other versions what it is before they open it."""
    op.execute(f"PRAGMA application_id={APPLICATION_ID}")
    op.execute("PRAGMA user_version=1")
    op.execute("""
        CREATE TABLE act (
            id INTEGER NOT NULL,
            uuid TEXT NOT NULL,
            label TEXT NOT NULL,
            kind TEXT NOT NULL,
            undoes INTEGER,
            barrier BOOLEAN NOT NULL,
            at VARCHAR NOT NULL,
            office_day DATE NOT NULL,
            device TEXT NOT NULL,
            who TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE calendar_year (
            id TEXT NOT NULL,
            year INTEGER NOT NULL,
            source TEXT NOT NULL,
            days TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE clock (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            owner_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            code TEXT NOT NULL,
            label TEXT NOT NULL,
            department TEXT NOT NULL,
            start DATE NOT NULL,
            start_event TEXT NOT NULL,
            amount INTEGER,
            unit VARCHAR,
            limit_kind VARCHAR NOT NULL,
            statutory_amount INTEGER,
            statutory_unit VARCHAR,
            statutory_kind VARCHAR,
            suspensions TEXT NOT NULL,
            extensions TEXT NOT NULL,
            due DATE,
            statutory_due DATE,
            warn_on DATE,
            provisional BOOLEAN NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("CREATE INDEX ix_clock_due ON clock (due)")
    op.execute("CREATE INDEX ix_clock_project_id ON clock (project_id)")
    op.execute("""
        CREATE TABLE desk_item (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            department TEXT NOT NULL,
            code TEXT NOT NULL,
            title TEXT NOT NULL,
            state VARCHAR NOT NULL,
            undecided BOOLEAN NOT NULL,
            applied_on DATE,
            accepted_on DATE,
            notified_on DATE,
            stopped_since DATE,
            clock TEXT,
            PRIMARY KEY (id)
        )
    """)
    op.execute("CREATE INDEX ix_desk_item_department ON desk_item (department)")
    op.execute("CREATE INDEX ix_desk_item_project_id ON desk_item (project_id)")
    op.execute("""
        CREATE TABLE idle_limit (
            id TEXT NOT NULL,
            stage VARCHAR,
            calendar_days INTEGER NOT NULL,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE permit_template (
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            valid_from DATE NOT NULL,
            note TEXT NOT NULL,
            groups TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE setting (
            id TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE snooze (
            id TEXT NOT NULL,
            until DATE NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE stage_limit (
            id TEXT NOT NULL,
            stage VARCHAR NOT NULL,
            route VARCHAR,
            amount INTEGER NOT NULL,
            unit VARCHAR NOT NULL,
            kind VARCHAR NOT NULL,
            start_event TEXT NOT NULL,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE summary (
            id TEXT NOT NULL,
            permits_done INTEGER NOT NULL,
            permits_total INTEGER NOT NULL,
            permits_undecided INTEGER NOT NULL,
            certificates_done INTEGER NOT NULL,
            certificates_total INTEGER NOT NULL,
            running INTEGER NOT NULL,
            due DATE,
            warn_on DATE,
            stage_clock TEXT,
            next_clock TEXT,
            problems INTEGER NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE change (
            id INTEGER NOT NULL,
            act INTEGER NOT NULL,
            table_name TEXT NOT NULL,
            row_id TEXT NOT NULL,
            project_id TEXT,
            op TEXT NOT NULL,
            field TEXT NOT NULL,
            old TEXT,
            new TEXT,
            PRIMARY KEY (id),
            FOREIGN KEY(act) REFERENCES act (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_change_act ON change (act)")
    op.execute("CREATE INDEX ix_change_project_id ON change (project_id)")
    op.execute("CREATE INDEX ix_change_row_id ON change (row_id)")
    op.execute("""
        CREATE TABLE permit_rule (
            id TEXT NOT NULL,
            template_id TEXT NOT NULL,
            code TEXT NOT NULL,
            position INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(template_id) REFERENCES permit_template (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("""
        CREATE TABLE project (
            id TEXT NOT NULL,
            project_no TEXT NOT NULL,
            name TEXT NOT NULL,
            investor TEXT NOT NULL,
            industry_track TEXT NOT NULL,
            responsible_unit TEXT NOT NULL,
            service_officer TEXT NOT NULL,
            route VARCHAR,
            stage VARCHAR NOT NULL,
            status VARCHAR NOT NULL,
            investment_yuan BIGINT,
            fixed_investment_yuan BIGINT,
            area_mu VARCHAR,
            output_yuan BIGINT,
            annual_plan_yuan BIGINT,
            completed_yuan BIGINT,
            gate_capacity BOOLEAN,
            gate_environment BOOLEAN,
            gate_safety BOOLEAN,
            progress TEXT NOT NULL,
            progress_on DATE,
            remark TEXT NOT NULL,
            created_on DATE,
            template_id TEXT,
            search_key TEXT NOT NULL,
            sort_key TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(template_id) REFERENCES permit_template (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("""
        CREATE TABLE coordinator (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            group_code TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (id),
            UNIQUE (project_id, group_code),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("""
        CREATE TABLE gate_override (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            moved_on DATE NOT NULL,
            from_stage VARCHAR NOT NULL,
            to_stage VARCHAR NOT NULL,
            reason TEXT NOT NULL,
            minutes_no TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("""
        CREATE TABLE milestone (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            happened TEXT NOT NULL,
            PRIMARY KEY (id),
            UNIQUE (project_id, kind),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("""
        CREATE TABLE problem (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            text TEXT NOT NULL,
            raised_on DATE NOT NULL,
            responsible_unit TEXT NOT NULL,
            due DATE,
            suggestion TEXT NOT NULL,
            state VARCHAR NOT NULL,
            closed_on DATE,
            closing_note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("""
        CREATE TABLE project_part (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            name TEXT NOT NULL,
            within_id TEXT,
            position INTEGER NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(within_id) REFERENCES project_part (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_project_part_project_id ON project_part (project_id)")
    op.execute("""
        CREATE TABLE stage_record (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            stage VARCHAR NOT NULL,
            status VARCHAR NOT NULL,
            started_on DATE,
            done_on DATE,
            PRIMARY KEY (id),
            UNIQUE (project_id, stage),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("""
        CREATE TABLE status_change (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            changed_on DATE NOT NULL,
            old VARCHAR NOT NULL,
            new VARCHAR NOT NULL,
            reason TEXT NOT NULL,
            document_no TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("""
        CREATE TABLE permit_item (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            rule_id TEXT NOT NULL,
            code TEXT NOT NULL,
            position INTEGER NOT NULL,
            part_id TEXT,
            round_no INTEGER NOT NULL,
            applicability VARCHAR NOT NULL,
            state VARCHAR NOT NULL,
            variant TEXT,
            applied_on DATE,
            accepted_on DATE,
            decided_on DATE,
            delivered_on DATE,
            certificate_no TEXT NOT NULL,
            issuing_body TEXT NOT NULL,
            valid_until DATE,
            issue_mode VARCHAR NOT NULL,
            waiver TEXT NOT NULL,
            verified_on DATE,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(rule_id) REFERENCES permit_rule (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(part_id) REFERENCES project_part (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_permit_item_project_id ON permit_item (project_id)")
    op.execute("""
        CREATE TABLE attachment (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            item_id TEXT,
            material TEXT NOT NULL,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size_bytes BIGINT NOT NULL,
            added_on DATE NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(item_id) REFERENCES permit_item (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_attachment_item_id ON attachment (item_id)")
    op.execute("CREATE INDEX ix_attachment_project_id ON attachment (project_id)")
    op.execute("""
        CREATE TABLE correction (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            item_id TEXT NOT NULL,
            notified_on DATE NOT NULL,
            answered_on DATE,
            reason TEXT NOT NULL,
            document_no TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(item_id) REFERENCES permit_item (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_correction_item_id ON correction (item_id)")
    op.execute("""
        CREATE TABLE extension (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            item_id TEXT NOT NULL,
            granted_on DATE NOT NULL,
            amount INTEGER NOT NULL,
            unit VARCHAR NOT NULL,
            approved_by TEXT NOT NULL,
            reason TEXT NOT NULL,
            document_no TEXT NOT NULL,
            statutory BOOLEAN NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(item_id) REFERENCES permit_item (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_extension_item_id ON extension (item_id)")
    op.execute("""
        CREATE TABLE material (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            item_id TEXT NOT NULL,
            name TEXT NOT NULL,
            received_on DATE,
            is_extra BOOLEAN NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(item_id) REFERENCES permit_item (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_material_item_id ON material (item_id)")
    op.execute("""
        CREATE TABLE promise (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            item_id TEXT NOT NULL,
            name TEXT NOT NULL,
            due DATE NOT NULL,
            handed_in_on DATE,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(item_id) REFERENCES permit_item (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_promise_item_id ON promise (item_id)")
    op.execute("""
        CREATE TABLE suspension (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            item_id TEXT NOT NULL,
            first DATE NOT NULL,
            last DATE,
            reason VARCHAR NOT NULL,
            document_no TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(item_id) REFERENCES permit_item (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_suspension_item_id ON suspension (item_id)")
