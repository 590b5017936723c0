import { Cluster } from '../../tools/restore/cluster';

/** What the service owned belongs to the administrator afterwards. */
const OWNER = (column: string) => `replace(pg_get_userbyid(${column}), 'azuresu', 'pgadmin')`;
const GRANTS = (column: string) =>
  `(SELECT string_agg(a, ' ' ORDER BY a) FROM (SELECT replace(unnest(${column})::text, 'azuresu', 'pgadmin')) g (a))`;
const MINE = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** One line for each thing in a database, by SQL that shares nothing with the steps. */
const OF_DATABASE = [
  // Contents.
  `SELECT format('SELECT %L || count(*) || '' '' || coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '''') FROM ONLY %s t', 'rows of ' || c.oid::regclass || ' ', c.oid::regclass)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm') AND ${MINE} \\gexec`,
  `SELECT format('SELECT %L || last_value || is_called FROM %s', 'sequence ' || c.oid::regclass || ' ', c.oid::regclass)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${MINE} \\gexec`,
  `SELECT 'large object ' || oid || ' ' || md5(lo_get(oid)) || ' ' || ${OWNER('lomowner')} FROM pg_largeobject_metadata`,
  // What there is, whose it is, and who may use it.
  `SELECT 'relation ' || c.oid::regclass || ' ' || relkind::text || ' ' || ${OWNER('relowner')} || ' ' || coalesce(${GRANTS('relacl')}, '') || ' ' || relrowsecurity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${MINE}`,
  `SELECT 'column ' || c.oid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) || attnotnull || attgenerated::text || attidentity::text || coalesce(pg_get_expr(adbin, adrelid), '')
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND ${MINE}`,
  `SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE conrelid <> 0`,
  `SELECT 'view ' || c.oid::regclass || pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relkind IN ('v', 'm') AND ${MINE}`,
  `SELECT 'function ' || p.oid::regprocedure || ' ' || ${OWNER('proowner')} || prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE n.nspname = 'sales'`,
  `SELECT 'schema ' || nspname || ' ' || ${OWNER('nspowner')} || ' ' || coalesce(${GRANTS('nspacl')}, '') FROM pg_namespace n WHERE ${MINE}`,
  `SELECT 'extension ' || extname || ' ' || extversion FROM pg_extension`,
  `SELECT 'type ' || t.oid::regtype || ' ' || ${OWNER('typowner')} FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE n.nspname = 'sales'`,
  `SELECT 'policy ' || polrelid::regclass || polname || polroles::regrole[]::text FROM pg_policy`,
  `SELECT 'default grants of ' || ${OWNER('defaclrole')} || ' ' || ${GRANTS('defaclacl')} FROM pg_default_acl`,
  `SELECT 'publication ' || pubname || ' ' || prrelid::regclass FROM pg_publication p JOIN pg_publication_rel ON prpubid = p.oid`,
  `SELECT 'comment ' || d.objoid::regclass || ' ' || description FROM pg_description d WHERE classoid = 'pg_class'::regclass AND objoid >= 16384`,
  `SELECT 'database ' || ${OWNER('datdba')} || ' ' || pg_encoding_to_char(encoding) || ' ' || datcollate || ' ' || coalesce(${GRANTS('datacl')}, '') || ' ' || coalesce(shobj_description(oid, 'pg_database'), '')
    FROM pg_database WHERE datname = current_database()`,
  `SELECT 'setting ' || coalesce(setrole::regrole::text, '') || setconfig::text FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())`,
];

/** Roles of the service aside, and what only a superuser can give. */
const OF_ROLES = [
  `SELECT 'role ' || rolname || rolinherit || rolcreaterole || rolcreatedb || rolcanlogin || rolconnlimit || coalesce(rolvaliduntil::text, '') || coalesce(rolpassword, '') || coalesce(shobj_description(oid, 'pg_authid'), '')
    FROM pg_authid WHERE rolname !~ '^(pg_|azure|replication)' AND rolname <> 'pgadmin'`,
  `SELECT 'membership ' || roleid::regrole || ' ' || member::regrole || admin_option FROM pg_auth_members`,
  `SELECT 'setting ' || setrole::regrole || setconfig::text FROM pg_db_role_setting WHERE setdatabase = 0`,
];

export function fingerprint(cluster: Cluster, database: string): Promise<string[]> {
  return answers(cluster, OF_DATABASE, database);
}

export function fingerprintOfRoles(cluster: Cluster): Promise<string[]> {
  return answers(cluster, OF_ROLES, 'postgres');
}

async function answers(cluster: Cluster, questions: readonly string[], database: string): Promise<string[]> {
  const sql = ['SET TimeZone = UTC', ...questions].map((question) =>
    question.endsWith('gexec') ? question : `${question};`,
  );
  return (await cluster.script(sql.join('\n'), database)).split('\0').sort();
}
