extension PostgresSchema {
    /// The tables of version 1.
    ///
    /// The snapshots are `json` and not `jsonb`, because a provider's text can hold `\u0000`, which `jsonb` refuses,
    /// and a paid task must never be refused.
    static let firstVersion = """
        create table video_schema (
            version integer not null,
            database uuid not null default gen_random_uuid(),
            migrated_at timestamptz not null default now(),
            closed_for text
        );
        create table video_move (
            id text collate "C" primary key,
            at timestamptz not null default now()
        );
        comment on column video_schema.closed_for is 'Null, or the move that takes the journal out of the database.';
        comment on table video_move is 'The folders whose journals were moved into this database.';
        create unique index video_schema_single on video_schema ((true));

        create function video_now() returns timestamptz language sql stable as 'select statement_timestamp()';
        comment on function video_now() is 'The time by which leases, limits and budgets are computed.';

        create function video_server_identity() returns text language plpgsql stable security definer
            set search_path = pg_catalog, pg_temp as $body$
        declare
            place text := (select oid::text from pg_database where datname = current_database());
        begin
            return (select system_identifier from pg_control_system()) || '-' || place || ' '
                || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8);
        exception when insufficient_privilege or feature_not_supported or undefined_function then
            return place || ' ';
        end $body$;
        comment on function video_server_identity() is
            'The server and the database, and after a space the timeline. It changes with a failover and a restore.';
        create table video_server (
            identity text not null,
            waits_for_standby boolean not null,
            changed_at timestamptz,
            held_until timestamptz,
            is_suspending boolean not null default false
        );
        create unique index video_server_single on video_server ((true));
        insert into video_server (identity, waits_for_standby)
            values (video_server_identity(), current_setting('synchronous_standby_names') <> '');
        comment on column video_server.held_until is 'Nothing is sent before, because the database may have lost records.';
        comment on column video_server.is_suspending is
            'Whether a task that waited before changed_at is suspended instead of being sent.';
        create function video_is_held() returns boolean language sql stable as
            'select coalesce((select held_until > video_now() from video_server), false)';

        create sequence video_task_number;
        create table video_task (
            id text collate "C" primary key,
            number bigint not null,
            label text collate "C",
            digest text,
            state text not null,
            provider text not null,
            endpoint text not null,
            dialect text not null,
            key_fingerprint text,
            model text,
            priority integer not null default 0,
            request json not null,
            snapshot json not null,
            sequence bigint not null,
            attempt integer not null default 0,
            due_at timestamptz not null default statement_timestamp(),
            work text default 'submit',
            routed boolean not null default false,
            lane text collate "C" generated always as
                (provider || chr(9) || coalesce(model, '') || chr(9) || case when routed then 'routed' else '' end) stored,
            polling json,
            deaths integer not null default 0,
            lease_owner uuid,
            lease_until timestamptz,
            lease_token bigint not null default 0,
            submitted_at timestamptz,
            bought_twice text,
            created_at timestamptz not null,
            updated_at timestamptz not null
        ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
        create unique index video_task_label on video_task (label) where label is not null;
        create index video_task_order on video_task (number, id);
        create index video_task_due on video_task (work, provider, due_at) where work in ('poll', 'download');
        create index video_task_waiting on video_task (lane, priority desc, number) where work = 'submit';
        create index video_task_sending on video_task (lease_until) where state = 'submitting';
        comment on column video_task.work is
            'What a worker has to do next: submit, poll or download; null for nothing, or until a person decides.';
        comment on column video_task.lane is 'The tasks that wait for the same provider and model.';
        comment on column video_task.polling is 'What the schedule of the polls needs.';
        comment on column video_task.deaths is 'The number of workers in a row that ended while they worked on the task.';
        create index video_task_in_flight on video_task (endpoint, dialect)
            where state in ('submitting', 'outcomeUnknown', 'queued', 'running');
        comment on column video_task.request is 'The task as it was created, with its request.';
        comment on column video_task.snapshot is 'The part of the task that changes.';
        comment on column video_task.attempt is 'The number of times that the request was about to be sent.';
        comment on column video_task.lease_token is 'Rises with each reservation. A write under an older one is refused.';

        create index video_task_bought_twice on video_task (number) where bought_twice is not null;
        comment on column video_task.bought_twice is 'A warning, if a late answer showed that two videos may be bought.';

        create table video_purchase (
            task_id text collate "C" not null,
            attempt integer not null,
            copy integer not null default 0,
            provider text not null,
            endpoint text not null,
            remote_id text,
            outcome text not null,
            sent_at timestamptz not null,
            note text,
            primary key (task_id, attempt, copy)
        );
        create index video_purchase_note on video_purchase (task_id) where note is not null;
        comment on column video_purchase.note is 'Why the row was written otherwise than by the process that sent the request.';
        comment on column video_purchase.copy is
            'Above 0 for a sending that a restored database had forgotten, before it sent the same attempt again.';
        comment on column video_purchase.outcome is 'sending, accepted, refused or unknown';

        create table video_event (
            task_id text collate "C" not null,
            sequence bigint not null,
            at timestamptz not null,
            event text not null,
            note text,
            entry json not null,
            primary key (task_id, sequence)
        );

        create table video_budget (
            task_id text collate "C" not null,
            part integer not null,
            currency text collate "C" not null,
            amount numeric not null,
            sent_at timestamptz not null,
            primary key (task_id, part, currency)
        );
        create index video_budget_sent on video_budget (sent_at);
        comment on column video_budget.currency is 'A currency, or the empty text for seconds of video.';

        create table video_label (
            label text collate "C" primary key,
            task_id text collate "C" not null,
            digest text,
            pruned json
        );
        create table video_remote (
            key text collate "C" primary key,
            task_id text collate "C" not null,
            claimed_until timestamptz
        );
        comment on column video_remote.claimed_until is 'Null, or the end of a claim that its work has not confirmed.';
        create table video_pruned (
            task_id text collate "C" primary key,
            number bigint not null,
            record json not null
        );
        create table video_endpoint (
            endpoint text collate "C" primary key,
            record json not null
        );
        create table video_grant (
            account text collate "C" not null,
            task_id text collate "C" not null,
            model text,
            at timestamptz not null
        );
        create index video_grant_account on video_grant (account, at);
        create table video_waiting (
            account text collate "C" not null,
            process text collate "C" not null,
            model text,
            priority integer not null,
            number bigint not null,
            until timestamptz not null
        );
        create index video_waiting_account on video_waiting (account);
        """
}
