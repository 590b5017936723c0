import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Cluster, dbname, PASSWORD } from './cluster';
import { run } from '../terraform/process';

/** A database whose name would be a command, an option, a connection string or a path, were it not quoted. */
export const HOSTILE = `-d it's "x" $(touch hacked) \`id\`; host=é%s &|\\ ..`;
export const ADMIN = 'pgadmin';
export const PREFIX = '7c5a1c0e-restore';

/** What a flexible server has before anybody makes anything there. */
const SERVICE = `
  CREATE ROLE azure_pg_admin NOLOGIN CREATEDB CREATEROLE;
  CREATE ROLE azure_superuser LOGIN SUPERUSER;
  CREATE ROLE replication LOGIN REPLICATION;
  CREATE ROLE ${ADMIN} LOGIN CREATEDB CREATEROLE PASSWORD '${PASSWORD.replace(/'/g, "''")}';
  GRANT azure_pg_admin TO ${ADMIN};
  GRANT pg_monitor, pg_read_all_settings TO azure_pg_admin;
`;

/** The roles of the people who use the source. */
const ROLES = `
  CREATE ROLE owner_of_orders NOLOGIN;
  CREATE ROLE "Team ""A"" $(id)" NOLOGIN NOINHERIT;
  CREATE ROLE app LOGIN PASSWORD 'hunter2' CONNECTION LIMIT 7 VALID UNTIL '2039-01-01';
  CREATE ROLE reporting LOGIN;
  CREATE ROLE dropped_later LOGIN BYPASSRLS;
  GRANT owner_of_orders TO app;
  GRANT "Team ""A"" $(id)" TO reporting WITH ADMIN OPTION;
  GRANT pg_read_all_data TO reporting;
  ALTER ROLE app SET search_path TO '$user', 'sales';
  ALTER ROLE reporting SET statement_timeout TO '30min';
  COMMENT ON ROLE app IS 'it''s the
application; DROP ROLE app;';
`;

const MAIN = `
  CREATE EXTENSION hstore;
  CREATE EXTENSION pg_trgm;
  CREATE EXTENSION citext;
  CREATE EXTENSION "uuid-ossp";
  CREATE SCHEMA sales AUTHORIZATION owner_of_orders;
  GRANT USAGE ON SCHEMA sales TO reporting;
  GRANT CREATE, USAGE ON SCHEMA sales TO "Team ""A"" $(id)";
  ALTER DEFAULT PRIVILEGES FOR ROLE owner_of_orders IN SCHEMA sales GRANT SELECT ON TABLES TO reporting;
  SET ROLE owner_of_orders;
  CREATE TYPE sales.state AS ENUM ('open', 'paid; DROP TABLE x', 'it''s');
  CREATE SEQUENCE sales.invoice START 1000;
  CREATE FUNCTION sales.shout(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $body$
  BEGIN
    -- ALTER TABLE sales.orders OWNER TO nobody;
    RETURN upper(word) || '!';
  END $body$;
  CREATE TABLE sales.customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL, tags text,
    shouted text GENERATED ALWAYS AS (upper(email)) STORED);
  CREATE TABLE sales.orders (id bigint, customer bigint REFERENCES sales.customers, made date NOT NULL, state sales.state, note text,
    PRIMARY KEY (id, made)) PARTITION BY RANGE (made);
  CREATE TABLE sales.orders_2025 PARTITION OF sales.orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
  CREATE TABLE sales.orders_2026 PARTITION OF sales.orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE INDEX ON sales.orders (customer);
  CREATE VIEW sales.open_orders AS SELECT * FROM sales.orders WHERE state = 'open';
  CREATE MATERIALIZED VIEW sales.by_state AS SELECT state, count(*) FROM sales.orders GROUP BY state;
  COMMENT ON TABLE sales.orders IS 'ends; here''s
COPY sales.orders (id) FROM stdin;';
  ALTER TABLE sales.customers ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON sales.customers TO app USING (true);
  GRANT SELECT ON sales.customers TO reporting WITH GRANT OPTION;
  RESET ROLE;
  SET ROLE reporting;
  GRANT SELECT ON sales.customers TO app;
  RESET ROLE;
  CREATE TABLE public."Odd ""table"" \\ ; name" (h hstore, c citext, b bytea, j jsonb, f double precision, i interval, t timestamptz);
  ALTER TABLE public."Odd ""table"" \\ ; name" OWNER TO "Team ""A"" $(id)";
  CREATE TABLE public.empty (a int, b text);
  CREATE PUBLICATION changes FOR TABLE sales.customers;
  INSERT INTO sales.customers (email, tags)
    SELECT 'user' || n || '@example.com', CASE WHEN n % 7 = 0 THEN NULL ELSE E'a\\tb\\\\.\\n\\\\.' || n END FROM generate_series(1, 2000) n;
  INSERT INTO sales.orders SELECT n, 1 + n % 2000, DATE '2025-01-01' + (n % 700), (ARRAY['open', 'paid; DROP TABLE x', 'it''s'])[1 + n % 3]::sales.state, 'note ' || n
    FROM generate_series(1, 10000) n;
  INSERT INTO public."Odd ""table"" \\ ; name"
    SELECT hstore('k', n::text), 'C' || n, decode(md5(n::text), 'hex'), jsonb_build_object('n', n, 'a"b', E'\\\\'), n / 3.0, n * interval '1 hour', timestamptz '2026-01-01' + n * interval '1 minute'
    FROM generate_series(1, 500) n;
  REFRESH MATERIALIZED VIEW sales.by_state;
  SELECT nextval('sales.invoice') FROM generate_series(1, 17);
  SELECT lo_from_bytea(0, decode(repeat(md5(n::text), 3000), 'hex')) FROM generate_series(1, 5) n;
  DO $$ DECLARE o oid; BEGIN FOR o IN SELECT oid FROM pg_largeobject_metadata LIMIT 2 LOOP
    EXECUTE format('ALTER LARGE OBJECT %s OWNER TO app', o); END LOOP; END $$;
`;

const SMALL = `
  SET ROLE ${ADMIN};
  CREATE TABLE "select" ("from" text PRIMARY KEY, n numeric);
  INSERT INTO "select" SELECT 'é' || n, n * 1.5 FROM generate_series(1, 300) n;
`;

/** About 200 MB as rows; little of it can be compressed. */
const LARGE = `
  CREATE TABLE events_{part} (id bigint PRIMARY KEY, at timestamptz, kind int, payload text);
  INSERT INTO events_{part} SELECT n, timestamptz '2026-01-01' + n * interval '1 second', n % 13,
    md5((n * {part})::text) || md5((n + 1)::text || {part}) || md5((n + 2)::text || {part}) || md5((n + 3)::text || {part})
    FROM generate_series(1, {rows}) n;
  CREATE INDEX ON events_{part} (kind, at);
`;

export interface SourceOptions {
  /** MB of rows in the database `events`; none by default. */
  readonly megabytes?: number;
}

/** The system roles and the administrator of a new flexible server; the superuser of the cluster is \`azuresu\`. */
export async function likeAzure(cluster: Cluster): Promise<void> {
  await cluster.query(SERVICE);
}

/** Fills a cluster with what a team of people leaves there in years. */
export async function fillSource(cluster: Cluster, options: SourceOptions = {}): Promise<void> {
  await likeAzure(cluster);
  await cluster.query(ROLES);
  const create = async (name: string, owner: string) => {
    await cluster.query(`CREATE DATABASE ${quoted(name)} OWNER ${owner}`);
  };
  await create('orders', 'owner_of_orders');
  await cluster.query(MAIN, 'orders');
  await cluster.query(`
    ALTER DATABASE orders SET timezone TO 'Europe/Oslo';
    ALTER ROLE app IN DATABASE orders SET work_mem TO '8MB';
    COMMENT ON DATABASE orders IS 'what is sold';
    REVOKE CONNECT ON DATABASE orders FROM PUBLIC; GRANT CONNECT ON DATABASE orders TO app, reporting;`);
  await create(HOSTILE, ADMIN);
  await cluster.query(SMALL, HOSTILE);
  await create('azure_maintenance', 'azuresu');
  await create('empty', '"Team ""A"" $(id)"');
  if (options.megabytes === undefined) return;
  await create('events', 'app');
  for (const part of [1, 2, 3, 4]) {
    const rows = Math.round((options.megabytes * 1e6) / 4 / 170);
    const sql = LARGE.replace(/\{part\}/g, String(part)).replace(/\{rows\}/g, String(rows));
    await cluster.query(`${sql} ALTER TABLE events_${part} OWNER TO app;`, 'events');
  }
}

/** Dumps it into the very files that a restore from the vault leaves in a container. */
export async function dumpAsVault(cluster: Cluster, folder: string, prefix = PREFIX): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const names = (
    await cluster.query("SELECT datname FROM pg_database WHERE datname NOT LIKE 'template%' ORDER BY 1")
  ).split('\n');
  for (const name of names) {
    // Written into a stream, so that it holds no positions: as the service writes into a blob.
    await shell(
      cluster,
      'pg_dump -Fc -d "$1" | cat > "$2"',
      dbname(name),
      join(folder, `${prefix}_database_${name}.sql`),
    );
  }
  await cluster.client('pg_dumpall', ['--roles-only', '-f', join(folder, `${prefix}_roles.sql`)]);
  await cluster.client('pg_dumpall', ['--tablespaces-only', '-f', join(folder, `${prefix}_tablespace.sql`)]);
  await cluster.client('pg_dumpall', ['--schema-only', '-f', join(folder, `${prefix}_schema.sql`)]);
  return prefix;
}

async function shell(cluster: Cluster, script: string, ...args: readonly string[]): Promise<void> {
  const result = await run('bash', ['-c', `set -o pipefail; ${script}`, 'bash', ...args], {
    env: cluster.environment(),
  });
  if (result.code !== 0) throw new Error(result.stderr);
}

function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
