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
        CREATE TABLE alert_rule (
            id TEXT NOT NULL,
            kind VARCHAR,
            steps TEXT NOT NULL,
            unit VARCHAR NOT NULL,
            tells_from INTEGER,
            repeat_workdays INTEGER,
            chief_workdays INTEGER,
            leader_workdays INTEGER,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE assessment_mark (
            id TEXT NOT NULL,
            year INTEGER NOT NULL,
            object_class VARCHAR NOT NULL,
            name TEXT NOT NULL,
            indicator VARCHAR NOT NULL,
            value VARCHAR NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE assessment_rule (
            id TEXT NOT NULL,
            indicator VARCHAR NOT NULL,
            scoring VARCHAR NOT NULL,
            locality_points VARCHAR NOT NULL,
            department_points VARCHAR NOT NULL,
            target VARCHAR,
            step VARCHAR,
            most VARCHAR,
            no_basis VARCHAR NOT NULL,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
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
        CREATE TABLE filing_window (
            id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            months TEXT NOT NULL,
            day INTEGER NOT NULL,
            new_only BOOLEAN NOT NULL,
            sectors TEXT NOT NULL,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE handout (
            id TEXT NOT NULL,
            number TEXT NOT NULL,
            made_on DATE NOT NULL,
            who TEXT NOT NULL,
            note TEXT NOT NULL,
            projects TEXT NOT NULL,
            with_papers BOOLEAN NOT NULL,
            with_photos BOOLEAN NOT NULL,
            file_name TEXT NOT NULL,
            size_bytes BIGINT NOT NULL,
            copy_key TEXT NOT NULL,
            returned_on DATE,
            PRIMARY KEY (id)
        )
    """)
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
        CREATE TABLE invest_level (
            id TEXT NOT NULL,
            level VARCHAR NOT NULL,
            amount_yuan BIGINT NOT NULL,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE light_limit (
            id TEXT NOT NULL,
            start_red_months INTEGER NOT NULL,
            yellow_points INTEGER NOT NULL,
            red_points INTEGER NOT NULL,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE meeting (
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            held_on DATE NOT NULL,
            place TEXT NOT NULL,
            chair TEXT NOT NULL,
            minutes_no TEXT NOT NULL,
            note TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE merge_conflict (
            id TEXT NOT NULL,
            project TEXT,
            kind VARCHAR NOT NULL,
            state VARCHAR NOT NULL,
            table_name TEXT NOT NULL,
            row_id TEXT NOT NULL,
            cell TEXT NOT NULL,
            opened_on DATE NOT NULL,
            opened_act INTEGER NOT NULL,
            kept TEXT NOT NULL,
            decided_on DATE,
            decided_act INTEGER,
            choice TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("CREATE INDEX ix_merge_conflict_row_id ON merge_conflict (row_id)")
    op.execute("""
        CREATE TABLE opinion_limit (
            id TEXT NOT NULL,
            amount INTEGER NOT NULL,
            unit VARCHAR NOT NULL,
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
        CREATE TABLE removal_limit (
            id TEXT NOT NULL,
            months INTEGER NOT NULL,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE report_approval (
            id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            period TEXT NOT NULL,
            subject TEXT NOT NULL,
            digest TEXT NOT NULL,
            approved_on DATE NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE report_edit (
            id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            period TEXT NOT NULL,
            subject TEXT NOT NULL,
            "key" TEXT NOT NULL,
            drafted TEXT NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE report_issue (
            id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            period TEXT NOT NULL,
            subject TEXT NOT NULL,
            year INTEGER NOT NULL,
            number INTEGER NOT NULL,
            version INTEGER NOT NULL,
            title TEXT NOT NULL,
            issued_on DATE NOT NULL,
            reason TEXT NOT NULL,
            pages INTEGER NOT NULL,
            pdf_sha256 TEXT NOT NULL,
            pdf_bytes BIGINT NOT NULL,
            content_sha256 TEXT NOT NULL,
            content_bytes BIGINT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE returned_act (
            id TEXT NOT NULL,
            copy_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            label TEXT NOT NULL,
            kind TEXT NOT NULL,
            at VARCHAR NOT NULL,
            office_day DATE NOT NULL,
            who TEXT NOT NULL,
            device TEXT NOT NULL,
            merged_act INTEGER NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("CREATE INDEX ix_returned_act_copy_id ON returned_act (copy_id)")
    op.execute("""
        CREATE TABLE saying (
            id TEXT NOT NULL,
            table_name TEXT NOT NULL,
            row_id TEXT NOT NULL,
            touches TEXT NOT NULL,
            base TEXT NOT NULL,
            value TEXT NOT NULL,
            base_act INTEGER NOT NULL,
            merged_act INTEGER NOT NULL,
            disputed TEXT NOT NULL,
            settled TEXT NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("CREATE INDEX ix_saying_row_id ON saying (row_id)")
    op.execute("""
        CREATE TABLE sector_threshold (
            id TEXT NOT NULL,
            sector VARCHAR NOT NULL,
            amount_yuan BIGINT,
            criterion TEXT NOT NULL,
            valid_from DATE NOT NULL,
            valid_to DATE,
            source TEXT NOT NULL,
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
            put_off_on DATE NOT NULL,
            until DATE NOT NULL,
            event TEXT NOT NULL,
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
            warn_amount INTEGER,
            warn_unit VARCHAR,
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
            lights TEXT NOT NULL,
            stage_clock TEXT,
            next_clock TEXT,
            problems INTEGER NOT NULL,
            PRIMARY KEY (id)
        )
    """)
    op.execute("""
        CREATE TABLE threshold (
            id TEXT NOT NULL,
            indicator VARCHAR NOT NULL,
            comparison VARCHAR NOT NULL,
            value VARCHAR NOT NULL,
            valid_from DATE NOT NULL,
            source TEXT NOT NULL,
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
        CREATE TABLE agenda (
            id TEXT NOT NULL,
            meeting_id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(meeting_id) REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_agenda_meeting_id ON agenda (meeting_id)")
    op.execute("CREATE INDEX ix_agenda_project_id ON agenda (project_id)")
    op.execute("""
        CREATE TABLE agreement (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            signed_on DATE NOT NULL,
            number TEXT NOT NULL,
            party_government TEXT NOT NULL,
            party_enterprise TEXT NOT NULL,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_agreement_project_id ON agreement (project_id)")
    op.execute("""
        CREATE TABLE coordinator (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            group_code TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_coordinator_project_id ON coordinator (project_id)")
    op.execute("""
        CREATE TABLE element (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            name TEXT NOT NULL,
            unit TEXT NOT NULL,
            demand VARCHAR,
            raised_on DATE,
            needed_by DATE,
            committed VARCHAR,
            committed_on DATE,
            department TEXT NOT NULL,
            promised_for DATE,
            is_unavailable BOOLEAN NOT NULL,
            unavailable_reason TEXT NOT NULL,
            evidence_no TEXT NOT NULL,
            remark TEXT NOT NULL,
            specifics TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_element_project_id ON element (project_id)")
    op.execute("""
        CREATE TABLE evidence (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            received_on DATE NOT NULL,
            document_no TEXT NOT NULL,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_evidence_project_id ON evidence (project_id)")
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
    op.execute("CREATE INDEX ix_gate_override_project_id ON gate_override (project_id)")
    op.execute("""
        CREATE TABLE milestone (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            happened TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_milestone_project_id ON milestone (project_id)")
    op.execute("""
        CREATE TABLE month_investment (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            month TEXT NOT NULL,
            planned_yuan BIGINT,
            completed_yuan BIGINT,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_month_investment_project_id ON month_investment (project_id)")
    op.execute("""
        CREATE TABLE notice (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            year INTEGER NOT NULL,
            number INTEGER NOT NULL,
            clock_id TEXT NOT NULL,
            clock_kind VARCHAR NOT NULL,
            document_no TEXT NOT NULL,
            team TEXT NOT NULL,
            project_name TEXT NOT NULL,
            label TEXT NOT NULL,
            addressee TEXT NOT NULL,
            role VARCHAR NOT NULL,
            start DATE,
            due DATE NOT NULL,
            provisional BOOLEAN NOT NULL,
            overdue_workdays INTEGER NOT NULL,
            issued_on DATE NOT NULL,
            basis TEXT NOT NULL,
            effects TEXT NOT NULL,
            demand TEXT NOT NULL,
            reply_by DATE,
            replied_on DATE,
            reply TEXT NOT NULL,
            withdrawn_on DATE,
            withdrawal TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_notice_clock_id ON notice (clock_id)")
    op.execute("CREATE INDEX ix_notice_project_id ON notice (project_id)")
    op.execute("""
        CREATE TABLE profile (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            source VARCHAR,
            contact TEXT NOT NULL,
            first_contact_on DATE,
            intent VARCHAR,
            project_type TEXT NOT NULL,
            industry_code TEXT NOT NULL,
            site_intention TEXT NOT NULL,
            is_leased BOOLEAN NOT NULL,
            tax_yuan BIGINT,
            value_added_yuan BIGINT,
            rd_yuan BIGINT,
            employees INTEGER,
            energy_tce VARCHAR,
            emission_tonnes VARCHAR,
            floor_area_sqm VARCHAR,
            footprint_sqm VARCHAR,
            green_sqm VARCHAR,
            office_sqm VARCHAR,
            gate_capacity_note TEXT NOT NULL,
            gate_environment_note TEXT NOT NULL,
            gate_safety_note TEXT NOT NULL,
            developer TEXT NOT NULL,
            credit_code TEXT NOT NULL,
            licence_on DATE,
            platform_code TEXT NOT NULL,
            sector VARCHAR,
            land_price_yuan BIGINT,
            built_area_mu VARCHAR,
            physical_progress TEXT NOT NULL,
            physical_confirmed_on DATE,
            supervised_until DATE,
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
            area_mu VARCHAR,
            investment_yuan BIGINT,
            fixed_investment_yuan BIGINT,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(within_id) REFERENCES project_part (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_project_part_project_id ON project_part (project_id)")
    op.execute("""
        CREATE TABLE reported_value (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            month TEXT NOT NULL,
            metric VARCHAR NOT NULL,
            value VARCHAR NOT NULL,
            unit VARCHAR NOT NULL,
            position INTEGER NOT NULL,
            noted_on DATE NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_reported_value_project_id ON reported_value (project_id)")
    op.execute("""
        CREATE TABLE review_round (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            round_no INTEGER NOT NULL,
            accepted_on DATE NOT NULL,
            meeting_id TEXT,
            decision VARCHAR,
            decided_on DATE,
            minutes_no TEXT NOT NULL,
            chair TEXT NOT NULL,
            text TEXT NOT NULL,
            review_on DATE,
            gate_capacity BOOLEAN,
            gate_environment BOOLEAN,
            gate_safety BOOLEAN,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(meeting_id) REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_review_round_project_id ON review_round (project_id)")
    op.execute("""
        CREATE TABLE send_back (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            moved_on DATE NOT NULL,
            from_stage VARCHAR NOT NULL,
            to_stage VARCHAR NOT NULL,
            reason TEXT NOT NULL,
            document_no TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_send_back_project_id ON send_back (project_id)")
    op.execute("""
        CREATE TABLE stage_record (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            stage VARCHAR NOT NULL,
            status VARCHAR NOT NULL,
            started_on DATE,
            done_on DATE,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_stage_record_project_id ON stage_record (project_id)")
    op.execute("""
        CREATE TABLE stats_file (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            is_purchase_only BOOLEAN NOT NULL,
            filed_on DATE,
            filing_unit TEXT NOT NULL,
            reporting_unit TEXT NOT NULL,
            contract_party TEXT NOT NULL,
            applied_investment_yuan BIGINT,
            approved_investment_yuan BIGINT,
            applied_start_on DATE,
            contract_on DATE,
            photo_on DATE,
            only_levelling BOOLEAN NOT NULL,
            reached_month TEXT NOT NULL,
            waits_since DATE,
            waits_reason TEXT NOT NULL,
            entry_month TEXT NOT NULL,
            statistical_code TEXT NOT NULL,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_stats_file_project_id ON stats_file (project_id)")
    op.execute("""
        CREATE TABLE stats_material (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            material VARCHAR NOT NULL,
            received_on DATE NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_stats_material_project_id ON stats_material (project_id)")
    op.execute("""
        CREATE TABLE stats_return (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            returned_on DATE NOT NULL,
            reason TEXT NOT NULL,
            filed_again_on DATE,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_stats_return_project_id ON stats_return (project_id)")
    op.execute("""
        CREATE TABLE status_change (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            changed_on DATE NOT NULL,
            old VARCHAR NOT NULL,
            new VARCHAR NOT NULL,
            reason TEXT NOT NULL,
            document_no TEXT NOT NULL,
            removal_reason VARCHAR,
            review_on DATE,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_status_change_project_id ON status_change (project_id)")
    op.execute("""
        CREATE TABLE stoppage (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            first DATE NOT NULL,
            last DATE,
            reason TEXT NOT NULL,
            is_excused BOOLEAN NOT NULL,
            reported_on DATE,
            rechecked_on DATE,
            document_no TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_stoppage_project_id ON stoppage (project_id)")
    op.execute("""
        CREATE TABLE visit (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            visited_on DATE NOT NULL,
            text TEXT NOT NULL,
            who TEXT NOT NULL,
            node TEXT NOT NULL,
            percent INTEGER,
            next_on DATE,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_visit_project_id ON visit (project_id)")
    op.execute("""
        CREATE TABLE commitment (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            agreement_id TEXT,
            side VARCHAR NOT NULL,
            metric VARCHAR NOT NULL,
            text TEXT NOT NULL,
            comparison VARCHAR,
            target VARCHAR,
            unit TEXT NOT NULL,
            due DATE,
            offset_amount INTEGER,
            offset_unit VARCHAR,
            offset_event VARCHAR,
            check_months INTEGER,
            responsible_unit TEXT NOT NULL,
            evidence_required TEXT NOT NULL,
            actual VARCHAR,
            actual_on DATE,
            evidence_no TEXT NOT NULL,
            result VARCHAR,
            settled_on DATE,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(agreement_id) REFERENCES agreement (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_commitment_project_id ON commitment (project_id)")
    op.execute("""
        CREATE TABLE condition (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            round_id TEXT NOT NULL,
            text TEXT NOT NULL,
            responsible_unit TEXT NOT NULL,
            due DATE,
            met_on DATE,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(round_id) REFERENCES review_round (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_condition_project_id ON condition (project_id)")
    op.execute("CREATE INDEX ix_condition_round_id ON condition (round_id)")
    op.execute("""
        CREATE TABLE delivery (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            element_id TEXT NOT NULL,
            delivered_on DATE NOT NULL,
            quantity VARCHAR NOT NULL,
            evidence_no TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(element_id) REFERENCES element (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_delivery_element_id ON delivery (element_id)")
    op.execute("CREATE INDEX ix_delivery_project_id ON delivery (project_id)")
    op.execute("""
        CREATE TABLE indicator_result (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            round_id TEXT NOT NULL,
            indicator VARCHAR NOT NULL,
            value VARCHAR,
            comparison VARCHAR,
            threshold VARCHAR,
            verdict VARCHAR NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(round_id) REFERENCES review_round (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_indicator_result_project_id ON indicator_result (project_id)")
    op.execute("CREATE INDEX ix_indicator_result_round_id ON indicator_result (round_id)")
    op.execute("""
        CREATE TABLE node (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            part_id TEXT,
            kind VARCHAR NOT NULL,
            planned_on DATE,
            actual_on DATE,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(part_id) REFERENCES project_part (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_node_project_id ON node (project_id)")
    op.execute("""
        CREATE TABLE opinion (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            round_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            department TEXT NOT NULL,
            requested_on DATE NOT NULL,
            due DATE NOT NULL,
            submitted_on DATE,
            kind VARCHAR,
            text TEXT NOT NULL,
            conditions TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(round_id) REFERENCES review_round (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_opinion_project_id ON opinion (project_id)")
    op.execute("CREATE INDEX ix_opinion_round_id ON opinion (round_id)")
    op.execute("""
        CREATE TABLE part_date (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            part_id TEXT NOT NULL,
            kind VARCHAR NOT NULL,
            happened TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(part_id) REFERENCES project_part (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_part_date_part_id ON part_date (part_id)")
    op.execute("CREATE INDEX ix_part_date_project_id ON part_date (project_id)")
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
        CREATE TABLE photo (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size_bytes BIGINT NOT NULL,
            name TEXT NOT NULL,
            taken_at TEXT,
            taken_on DATE,
            latitude VARCHAR,
            longitude VARCHAR,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            caption TEXT NOT NULL,
            building TEXT NOT NULL,
            spot TEXT NOT NULL,
            added_on DATE NOT NULL,
            visit_id TEXT,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_photo_project_id ON photo (project_id)")
    op.execute("""
        CREATE TABLE support_item (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            agreement_id TEXT,
            name TEXT NOT NULL,
            matched_to TEXT NOT NULL,
            amount_yuan BIGINT,
            condition TEXT NOT NULL,
            legal_basis TEXT NOT NULL,
            fair_review VARCHAR NOT NULL,
            fair_review_no TEXT NOT NULL,
            fair_review_on DATE,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(agreement_id) REFERENCES agreement (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_support_item_project_id ON support_item (project_id)")
    op.execute("""
        CREATE TABLE visit_promise (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            visit_id TEXT NOT NULL,
            text TEXT NOT NULL,
            promised_by TEXT NOT NULL,
            due DATE,
            kept_on DATE,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_visit_promise_project_id ON visit_promise (project_id)")
    op.execute("CREATE INDEX ix_visit_promise_visit_id ON visit_promise (visit_id)")
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
        CREATE TABLE commitment_check (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            commitment_id TEXT NOT NULL,
            checked_on DATE NOT NULL,
            actual VARCHAR,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(commitment_id) REFERENCES commitment (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_commitment_check_commitment_id ON commitment_check (commitment_id)")
    op.execute("CREATE INDEX ix_commitment_check_project_id ON commitment_check (project_id)")
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
    op.execute("CREATE INDEX ix_correction_project_id ON correction (project_id)")
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
    op.execute("CREATE INDEX ix_extension_project_id ON extension (project_id)")
    op.execute("""
        CREATE TABLE ladder_step (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            commitment_id TEXT,
            level VARCHAR NOT NULL,
            issued_on DATE NOT NULL,
            document_no TEXT NOT NULL,
            reason TEXT NOT NULL,
            due DATE,
            settled_on DATE,
            settled_note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(commitment_id) REFERENCES commitment (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_ladder_step_project_id ON ladder_step (project_id)")
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
        CREATE TABLE payout (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            support_id TEXT NOT NULL,
            commitment_id TEXT,
            due DATE NOT NULL,
            amount_yuan BIGINT NOT NULL,
            paid_on DATE,
            paid_yuan BIGINT,
            document_no TEXT NOT NULL,
            note TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(support_id) REFERENCES support_item (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(commitment_id) REFERENCES commitment (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_payout_project_id ON payout (project_id)")
    op.execute("CREATE INDEX ix_payout_support_id ON payout (support_id)")
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
            stage VARCHAR,
            item_id TEXT,
            element_id TEXT,
            listed_on DATE,
            listed_no TEXT NOT NULL,
            visit_id TEXT,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(item_id) REFERENCES permit_item (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(element_id) REFERENCES element (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(visit_id) REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_problem_project_id ON problem (project_id)")
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
    op.execute("CREATE INDEX ix_promise_project_id ON promise (project_id)")
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
    op.execute("CREATE INDEX ix_suspension_project_id ON suspension (project_id)")
    op.execute("""
        CREATE TABLE problem_step (
            id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            problem_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            step VARCHAR NOT NULL,
            happened_on DATE NOT NULL,
            unit TEXT NOT NULL,
            note TEXT NOT NULL,
            document_no TEXT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(project_id) REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY(problem_id) REFERENCES problem (id) DEFERRABLE INITIALLY DEFERRED
        )
    """)
    op.execute("CREATE INDEX ix_problem_step_problem_id ON problem_step (problem_id)")
    op.execute("CREATE INDEX ix_problem_step_project_id ON problem_step (project_id)")
