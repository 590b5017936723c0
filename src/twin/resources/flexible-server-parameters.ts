/** A server parameter as the service describes it. */
export interface Parameter {
  readonly defaultValue: string;
  readonly dataType: 'Boolean' | 'Enumeration' | 'Integer' | 'Numeric' | 'Set' | 'String';
  /** `on,off`, `1-600`, or a regular expression, as the data type says. */
  readonly allowedValues: string;
  /** A change needs a restart. */
  readonly isStatic?: boolean;
  readonly isReadOnly?: boolean;
  readonly unit?: string;
}

/**
 * Parameters that configurations commonly set; defaults and allowed values as in the PostgreSQL documentation and the list of
 * azure-rest-api-specs 2025-06-01-preview. A parameter that isn't here is a dynamic string.
 */
export const PARAMETERS: Readonly<Record<string, Parameter>> = {
  application_name: { dataType: 'String', defaultValue: '', allowedValues: '[A-Za-z0-9._-]*' },
  archive_mode: {
    dataType: 'Enumeration',
    defaultValue: 'off',
    allowedValues: 'always,on,off',
    isStatic: true,
    isReadOnly: true,
  },
  archive_timeout: {
    dataType: 'Integer',
    defaultValue: '300',
    allowedValues: '0-1073741823',
    isReadOnly: true,
    unit: 'seconds',
  },
  array_nulls: { dataType: 'Boolean', defaultValue: 'on', allowedValues: 'on,off' },
  'auto_explain.log_analyze': { dataType: 'Boolean', defaultValue: 'off', allowedValues: 'on,off' },
  'auto_explain.log_format': { dataType: 'Enumeration', defaultValue: 'text', allowedValues: 'text,xml,json,yaml' },
  'auto_explain.log_min_duration': {
    dataType: 'Integer',
    defaultValue: '-1',
    allowedValues: '-1-2147483647',
    unit: 'milliseconds',
  },
  autovacuum: { dataType: 'Boolean', defaultValue: 'on', allowedValues: 'on,off' },
  autovacuum_max_workers: { dataType: 'Integer', defaultValue: '3', allowedValues: '1-262143', isStatic: true },
  autovacuum_naptime: { dataType: 'Integer', defaultValue: '60', allowedValues: '1-2147483', unit: 'seconds' },
  autovacuum_vacuum_scale_factor: { dataType: 'Numeric', defaultValue: '0.2', allowedValues: '0-100' },
  'azure.accepted_password_auth_method': {
    dataType: 'Set',
    defaultValue: 'md5,scram-sha-256',
    allowedValues: 'md5,scram-sha-256',
  },
  'azure.extensions': { dataType: 'String', defaultValue: '', allowedValues: '.*' },
  'azure.fabric_mirror_enabled': { dataType: 'Boolean', defaultValue: 'off', allowedValues: 'on,off' },
  backslash_quote: { dataType: 'Enumeration', defaultValue: 'safe_encoding', allowedValues: 'safe_encoding,on,off' },
  bytea_output: { dataType: 'Enumeration', defaultValue: 'hex', allowedValues: 'escape,hex' },
  checkpoint_completion_target: { dataType: 'Numeric', defaultValue: '0.9', allowedValues: '0-1' },
  checkpoint_timeout: { dataType: 'Integer', defaultValue: '600', allowedValues: '30-86400', unit: 'seconds' },
  'connection_throttle.enable': { dataType: 'Boolean', defaultValue: 'off', allowedValues: 'on,off' },
  'cron.database_name': {
    dataType: 'String',
    defaultValue: 'postgres',
    allowedValues: '[A-Za-z0-9_]+',
    isStatic: true,
  },
  deadlock_timeout: { dataType: 'Integer', defaultValue: '1000', allowedValues: '1-2147483647', unit: 'milliseconds' },
  default_statistics_target: { dataType: 'Integer', defaultValue: '100', allowedValues: '1-10000' },
  idle_in_transaction_session_timeout: {
    dataType: 'Integer',
    defaultValue: '0',
    allowedValues: '0-2147483647',
    unit: 'milliseconds',
  },
  lock_timeout: { dataType: 'Integer', defaultValue: '0', allowedValues: '0-2147483647', unit: 'milliseconds' },
  log_checkpoints: { dataType: 'Boolean', defaultValue: 'on', allowedValues: 'on,off' },
  log_connections: { dataType: 'Boolean', defaultValue: 'on', allowedValues: 'on,off' },
  log_disconnections: { dataType: 'Boolean', defaultValue: 'on', allowedValues: 'on,off' },
  log_duration: { dataType: 'Boolean', defaultValue: 'off', allowedValues: 'on,off' },
  log_lock_waits: { dataType: 'Boolean', defaultValue: 'off', allowedValues: 'on,off' },
  log_min_duration_statement: {
    dataType: 'Integer',
    defaultValue: '-1',
    allowedValues: '-1-2147483647',
    unit: 'milliseconds',
  },
  log_statement: { dataType: 'Enumeration', defaultValue: 'none', allowedValues: 'none,ddl,mod,all' },
  'logfiles.download_enable': { dataType: 'Boolean', defaultValue: 'off', allowedValues: 'on,off' },
  'logfiles.retention_days': { dataType: 'Integer', defaultValue: '3', allowedValues: '1-7', unit: 'days' },
  maintenance_work_mem: {
    dataType: 'Integer',
    defaultValue: '65536',
    allowedValues: '1024-2097151',
    unit: 'kilobytes',
  },
  max_connections: { dataType: 'Integer', defaultValue: '', allowedValues: '25-5000', isStatic: true },
  max_prepared_transactions: { dataType: 'Integer', defaultValue: '0', allowedValues: '0-262143', isStatic: true },
  max_replication_slots: { dataType: 'Integer', defaultValue: '10', allowedValues: '2-262143', isStatic: true },
  max_wal_senders: { dataType: 'Integer', defaultValue: '10', allowedValues: '5-100', isStatic: true },
  max_worker_processes: { dataType: 'Integer', defaultValue: '8', allowedValues: '0-262143', isStatic: true },
  'pg_qs.query_capture_mode': { dataType: 'Enumeration', defaultValue: 'none', allowedValues: 'top,all,none' },
  'pgaudit.log': { dataType: 'Set', defaultValue: 'none', allowedValues: 'none,read,write,function,role,ddl,misc,all' },
  'pgbouncer.enabled': { dataType: 'Boolean', defaultValue: 'false', allowedValues: 'true,false' },
  'pgms_wait_sampling.query_capture_mode': { dataType: 'Enumeration', defaultValue: 'none', allowedValues: 'all,none' },
  random_page_cost: { dataType: 'Numeric', defaultValue: '4', allowedValues: '0-1.79769e+308' },
  require_secure_transport: { dataType: 'Boolean', defaultValue: 'on', allowedValues: 'on,off' },
  row_security: { dataType: 'Boolean', defaultValue: 'on', allowedValues: 'on,off' },
  shared_preload_libraries: {
    dataType: 'String',
    defaultValue: 'pg_cron,pg_stat_statements',
    allowedValues: '.*',
    isStatic: true,
  },
  ssl: { dataType: 'Boolean', defaultValue: 'off', allowedValues: 'on,off', isReadOnly: true },
  ssl_min_protocol_version: { dataType: 'Enumeration', defaultValue: 'TLSv1.2', allowedValues: 'TLSv1.2,TLSv1.3' },
  statement_timeout: { dataType: 'Integer', defaultValue: '0', allowedValues: '0-2147483647', unit: 'milliseconds' },
  timezone: { dataType: 'String', defaultValue: 'UTC', allowedValues: '[A-Za-z0-9/+_-]+' },
  track_activities: { dataType: 'Boolean', defaultValue: 'on', allowedValues: 'on,off' },
  track_commit_timestamp: { dataType: 'Boolean', defaultValue: 'off', allowedValues: 'on,off', isStatic: true },
  wal_level: { dataType: 'Enumeration', defaultValue: 'replica', allowedValues: 'replica,logical', isStatic: true },
  work_mem: { dataType: 'Integer', defaultValue: '4096', allowedValues: '4096-2097151', unit: 'kilobytes' },
};

/** One that isn't known is a string that can be anything. */
export function parameterNamed(name: string): Parameter {
  return PARAMETERS[name.toLowerCase()] ?? { dataType: 'String', defaultValue: '', allowedValues: '.*' };
}

/** Whether a parameter can have a value. */
export function isAllowed({ dataType, allowedValues: allowed }: Parameter, value: string): boolean {
  switch (dataType) {
    case 'Boolean':
    case 'Enumeration':
      return allowed.toLowerCase().split(',').includes(value.toLowerCase());
    case 'Set':
      return value.split(',').every((each) => allowed.toLowerCase().split(',').includes(each.trim().toLowerCase()));
    case 'Integer':
    case 'Numeric': {
      const [, least, most] = /^(-?[\d.]+)-(.+)$/.exec(allowed)!;
      const number = value.trim() === '' ? NaN : Number(value);
      return number >= Number(least) && number <= Number(most) && (dataType === 'Numeric' || Number.isInteger(number));
    }
    case 'String':
      return new RegExp(`^${allowed}$`).test(value);
  }
}
