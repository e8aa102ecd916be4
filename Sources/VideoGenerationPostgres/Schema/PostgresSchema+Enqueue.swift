extension PostgresSchema {
    /// The function with which an application adds a task in its own transaction, in any language.
    ///
    /// It runs with the rights of its owner, so that an application needs no right to write a table. The row is one that
    /// a client would have written, except for the fingerprint of the request: SQL cannot compute it. `digest` is empty
    /// in the JSON and null in the column, and readers compute it.
    static let enqueueFunction = #"""
        create function video_check(place text, value jsonb, fields jsonb) returns jsonb language plpgsql as $$
        declare
            field record;
            kind text;
            least numeric;
            most numeric;
            kept jsonb := '{}';
        begin
            if jsonb_typeof(value) is distinct from 'object' then
                raise invalid_parameter_value using message = format('%s is not an object', place);
            end if;
            for field in select * from jsonb_each(value) loop
                if not fields ? field.key then
                    raise invalid_parameter_value using message = format('%s has no field %s', place,
                        quote_ident(left(field.key, 40))), hint = 'The fields are ' || (
                        select string_agg(key, ', ' order by key) from jsonb_object_keys(fields) as key) || '.';
                end if;
                continue when field.value = 'null';
                kind := fields -> field.key ->> 0;
                if jsonb_typeof(field.value) is distinct from kind then
                    raise invalid_parameter_value using message =
                        format('%s of %s is %s and not %s', field.key, place, jsonb_typeof(field.value), kind);
                end if;
                least := fields -> field.key ->> 1;
                most := fields -> field.key ->> 2;
                if kind = 'string' and octet_length(field.value #>> '{}') not between least and most then
                    raise invalid_parameter_value using message =
                        format('%s of %s does not have %s to %s bytes', field.key, place, least, most);
                elsif kind = 'number' then
                    if (field.value #>> '{}')::numeric not between least and most
                        or (field.value #>> '{}')::numeric <> trunc((field.value #>> '{}')::numeric)
                    then
                        raise invalid_parameter_value using message =
                            format('%s of %s is not a whole number from %s to %s', field.key, place, least, most);
                    end if;
                    field.value := to_jsonb((field.value #>> '{}')::numeric::bigint);
                elsif kind = 'array' and jsonb_array_length(field.value) > most then
                    raise invalid_parameter_value using message =
                        format('%s of %s has more than %s elements', field.key, place, most);
                end if;
                kept := kept || jsonb_build_object(field.key, field.value);
            end loop;
            return kept;
        end $$;

        create function video_check_input(place text, value jsonb) returns jsonb language plpgsql as $$
        declare
            input jsonb := video_check(place, value,
                '{"url": ["string", 9, 8192], "uploaded": ["string", 1, 2048], "kind": ["string", 5, 7]}');
        begin
            if (input ? 'url') = (input ? 'uploaded') then
                raise invalid_parameter_value using message = format('%s needs either url or uploaded', place),
                    hint = 'A file of another machine cannot be read. Upload it, and give its URL.';
            elsif input ? 'url' and input ->> 'url' !~ '^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$' then
                raise invalid_parameter_value using message = format('url of %s is no https address', place);
            elsif input ->> 'url' ~ '[?#]' then
                raise invalid_parameter_value using message = format('url of %s has a query or a fragment', place),
                    hint = 'The journal keeps no query, because it can be a signature.';
            elsif input ->> 'kind' not in ('picture', 'video', 'audio') then
                raise invalid_parameter_value using message =
                    format('kind of %s is not picture, video or audio', place);
            end if;
            return input;
        end $$;

        create function video_check_request(value jsonb) returns jsonb language plpgsql as $$
        declare
            request jsonb := video_check('request', value, '{"prompt": ["string", 0, 65536],
                "model": ["string", 1, 200], "seconds": ["number", 1, 36000], "size": ["string", 3, 11],
                "resolution": ["string", 1, 40], "aspectRatio": ["string", 1, 40], "firstFrame": ["object"],
                "lastFrame": ["object"], "references": ["array", 0, 64], "source": ["object"],
                "options": ["object"]}');
            source jsonb := coalesce(request -> 'source', '{}');
            kind text;
            name text;
        begin
            request := '{"prompt": "", "references": [], "options": {}, "isPrivate": false}'::jsonb || request;
            if request ->> 'size' !~ '^[1-9][0-9]{0,4}x[1-9][0-9]{0,4}$'
                or split_part(request ->> 'size', 'x', 1)::integer > 16384
                or split_part(request ->> 'size', 'x', 2)::integer > 16384
            then
                raise invalid_parameter_value using message = 'size of request is not of the form 1280x720';
            end if;
            foreach name in array array['firstFrame', 'lastFrame'] loop
                continue when not request ? name;
                request := jsonb_set(request, array[name], video_check_input(name, request -> name));
            end loop;
            request := jsonb_set(request, '{references}', (
                select coalesce(jsonb_agg(video_check_input('reference ' || number, input) order by number), '[]')
                from jsonb_array_elements(request -> 'references') with ordinality as list (input, number)));
            if octet_length(request ->> 'options') > 65536
                or jsonb_path_exists(request -> 'options', '$.**{16}')
                or jsonb_path_exists(request -> 'options', '$.** ? (@.type() == "number"
                    && (@.abs() > 1e300 || @.abs() < 1e-300 && @ <> 0))')
            then
                raise invalid_parameter_value using message = 'options of request are too large',
                    hint = 'The limits are 64 KiB, 15 levels, and numbers that a double can hold.';
            end if;
            if request ? 'source' then
                source := video_check('source', source, '{"remix": ["object"], "edit": ["object"],
                    "extend": ["object"], "template": ["object"]}');
                kind := (select min(key) from jsonb_object_keys(source) as key);
                if kind is null or source - kind <> '{}' then
                    raise invalid_parameter_value using message = 'source needs one of remix, edit, extend, template';
                elsif kind = 'template' then
                    source := '{"texts": []}'::jsonb || video_check('template', source -> kind,
                        '{"id": ["string", 1, 2048], "texts": ["array", 0, 64]}');
                    if not source ? 'id' or jsonb_path_exists(source, '$.texts[*] ? (@.type() <> "string")') then
                        raise invalid_parameter_value using message = 'template needs an id, and texts that are strings';
                    end if;
                else
                    source := video_check(kind, source -> kind, '{"videoID": ["string", 1, 2048]}');
                    if not source ? 'videoID' then
                        raise invalid_parameter_value using message = format('%s needs a videoID', kind);
                    end if;
                end if;
                request := jsonb_set(request, '{source}', jsonb_build_object(kind, source));
            elsif request ->> 'prompt' = '' and not request ? 'firstFrame' then
                raise invalid_parameter_value using message = 'request needs a prompt, a firstFrame or a source';
            end if;
            return request;
        end $$;

        create function video_enqueue(task jsonb) returns text language plpgsql security definer as $$
        declare
            fields jsonb := video_check('the task', task, '{"provider": ["object"], "request": ["object"],
                "label": ["string", 1, 200], "priority": ["number", -1000000, 1000000],
                "destination": ["string", 2, 4096], "replacesFile": ["boolean"]}');
            provider jsonb := video_check('provider', coalesce(fields -> 'provider', '{}'),
                '{"id": ["string", 1, 100], "dialect": ["string", 1, 100], "baseURL": ["string", 9, 2048]}');
            request jsonb := video_check_request(coalesce(fields -> 'request', '{}'));
            address text := provider ->> 'baseURL';
            name text := normalize(fields ->> 'label', nfc);
            print text := 'sql ' || encode(sha256(convert_to(request::text, 'UTF8')), 'hex');
            at float8 := extract(epoch from video_now());
            number bigint;
            id text;
            known record;
            standing jsonb;
            whole jsonb;
        begin
            if not provider ?& array['id', 'dialect', 'baseURL'] then
                raise invalid_parameter_value using message = 'provider needs id, dialect and baseURL',
                    hint = 'The command `video-repl providers --json` prints them.';
            elsif provider ->> 'id' !~ '^[!-~]+$' or provider ->> 'dialect' !~ '^[!-~]+$' then
                raise invalid_parameter_value using message = 'id or dialect of provider is not plain ASCII';
            elsif address !~ ('^(https://[a-z0-9.-]+|http://(127\.0\.0\.1|localhost|\[::1\]))(:[0-9]{1,5})?'
                || '(/[A-Za-z0-9._~/-]*)?$')
            then
                raise invalid_parameter_value using message = 'baseURL of provider is no plain https address';
            elsif octet_length(name) not between 1 and 200
                or name ~ '[\u0001-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]'
            then
                raise invalid_parameter_value using message =
                    'label has invisible characters, or not 1 to 200 bytes in its composed form';
            elsif fields ->> 'destination' !~ '^/[^\u0001-\u001f\u007f]*$' then
                raise invalid_parameter_value using message = 'destination is not an absolute path';
            end if;
            -- The number of the transaction comes first, so that a move of the journal sees the task or this sees the move.
            perform pg_current_xact_id();
            if exists (select from video_schema where closed_for is not null) then
                raise object_not_in_prerequisite_state using message = 'the journal was moved out of this database';
            end if;
            number := nextval('video_task_number');
            -- The alphabet of IDs has 32 characters, and the first bytes of a random UUID are random.
            id := 'v' || number || '-' || (
                select string_agg(substr('23456789abcdefghijkmnpqrstuvwxyz', 1 + (get_byte(bytes, place) & 31), 1), '')
                from (select uuid_send(gen_random_uuid()) as bytes) as random, generate_series(0, 3) as place);
            if name is not null then
                -- Waits for another transaction that claims the same label.
                insert into video_label (label, task_id, digest) values (name, id, print)
                on conflict (label) do nothing;
                if not found then
                    select video_label.task_id, video_label.digest, video_task.request::text as request into known
                    from video_label left join video_task on video_task.id = video_label.task_id
                    where video_label.label = name;
                    if not found then
                        raise serialization_failure using message = 'the label was removed at this moment';
                    elsif known.digest = print then
                        return known.task_id;
                    end if;
                    begin
                        if known.request::jsonb -> 'request' = request then
                            return known.task_id;
                        end if;
                    exception when untranslatable_character then
                        null;
                    end;
                    raise unique_violation using message = format('the label belongs to %s, which is another request',
                        known.task_id), hint = 'Use another label, or the request of that task.';
                end if;
            end if;
            standing := jsonb_strip_nulls(jsonb_build_object('state', 'intent', 'submits', 0,
                'destination', fields -> 'destination', 'replacesFile', nullif(fields -> 'replacesFile', 'false')));
            whole := jsonb_strip_nulls(jsonb_build_object('id', id, 'label', name,
                'provider', jsonb_build_object('id', provider -> 'id', 'dialect', provider -> 'dialect',
                    'endpoint', jsonb_build_object('baseURL', address)),
                'priority', nullif(fields -> 'priority', '0')))
                || jsonb_build_object('request', request, 'standing', standing, 'createdAt', at, 'updatedAt', at,
                    'digest', '');
            insert into video_task (id, number, label, state, provider, endpoint, dialect, model, priority, request,
                snapshot, sequence, due_at, created_at, updated_at)
            values (id, number, name, 'intent', provider ->> 'id', rtrim(address, '/'), provider ->> 'dialect',
                request ->> 'model', coalesce((fields ->> 'priority')::integer, 0), whole::json, standing::json, 1,
                to_timestamp(at), to_timestamp(at), to_timestamp(at));
            insert into video_event (task_id, sequence, at, event, entry)
            values (id, 1, to_timestamp(at), 'intent', jsonb_build_object('sequence', 1, 'at', at, 'event', 'intent',
                'standing', standing, 'task', whole)::json);
            -- A hint to the workers. Equal notifications of one transaction are sent once.
            perform pg_notify('video_task', '');
            return id;
        end $$;
        revoke execute on function video_enqueue(jsonb) from public;
        comment on function video_enqueue(jsonb) is
            'Adds a task that workers submit. With a label, a second call with the same request returns its ID.';
        do $$ begin
            execute format('alter function video_enqueue(jsonb) set search_path = %I, pg_temp', current_schema());
        end $$;
        """#
}
