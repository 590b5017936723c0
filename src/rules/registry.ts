import { LONG_TERM_RETENTION_ROLE } from './pgb101-long-term-retention-role';
import { READER_ROLE } from './pgb102-reader-role';
import { ROLES_BEFORE_INSTANCE } from './pgb103-roles-before-instance';
import { VAULT_IDENTITY } from './pgb104-vault-identity';
import { ROLE_DEFINITION_FORM } from './pgb105-role-definition-form';
import { LEAST_PRIVILEGE } from './pgb106-least-privilege';
import { DUPLICATE_ROLE_ASSIGNMENT } from './pgb108-duplicate-role-assignment';
import { SCHEDULE_SYNTAX } from './pgb201-schedule-syntax';
import { WEEKLY_ONLY } from './pgb202-weekly-only';
import { ONE_RUN_A_WEEK } from './pgb203-one-run-a-week';
import { TIME_ZONE } from './pgb204-time-zone';
import { RETENTION_RANGE } from './pgb301-retention-range';
import { RETENTION_SYNTAX } from './pgb302-retention-syntax';
import { RULE_PRIORITY } from './pgb303-rule-priority';
import { PRIORITY_ORDER } from './pgb304-priority-order';
import { RULE_NAME } from './pgb305-rule-name';
import { RULE_NEVER_APPLIES } from './pgb306-rule-never-applies';
import { RETENTION_INVERTED } from './pgb307-retention-inverted';
import { DATA_STORE } from './pgb308-data-store';
import { CRITERIA_MISSING } from './pgb309-criteria-missing';
import { SERVER_SIZE } from './pgb401-server-size';
import { SERVER_SIZE_NEAR_LIMIT } from './pgb402-server-size-near-limit';
import { VAULT_REGION } from './pgb403-vault-region';
import { REPLICA } from './pgb404-replica';
import { PREMIUM_SSD_V2 } from './pgb405-premium-ssd-v2';
import { ELASTIC_CLUSTER } from './pgb406-elastic-cluster';
import { V2_SERVER } from './pgb407-v2-server';
import { ONE_INSTANCE_PER_SERVER } from './pgb410-one-instance-per-server';
import { PRIVATE_NETWORK } from './pgb411-private-network';
import { VERSION_SUPPORT } from './pgb412-version-support';
import { CROSS_REGION_RESTORE } from './pgb501-cross-region-restore';
import { SOFT_DELETE_OFF } from './pgb502-soft-delete-off';
import { SOFT_DELETE_DAYS } from './pgb503-soft-delete-days';
import { ONE_WAY_DOOR } from './pgb504-one-way-door';
import { VAULT_REDUNDANCY } from './pgb506-vault-redundancy';
import { RESOURCE_NAME } from './pgb509-resource-name';
import { PROVIDER_VERSION } from './pgb511-provider-version';
import { OPERATIONAL_RETENTION } from './pgb701-operational-retention';
import { GEO_BACKUP_KEY } from './pgb706-geo-backup-key';
import { GEO_BACKUP_REGION } from './pgb707-geo-backup-region';
import { LITERAL_SECRET } from './pgb902-literal-secret';
import { Rule } from './rule';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  LONG_TERM_RETENTION_ROLE,
  READER_ROLE,
  ROLES_BEFORE_INSTANCE,
  VAULT_IDENTITY,
  ROLE_DEFINITION_FORM,
  LEAST_PRIVILEGE,
  DUPLICATE_ROLE_ASSIGNMENT,
  SCHEDULE_SYNTAX,
  WEEKLY_ONLY,
  ONE_RUN_A_WEEK,
  TIME_ZONE,
  RETENTION_RANGE,
  RETENTION_SYNTAX,
  RULE_PRIORITY,
  PRIORITY_ORDER,
  RULE_NAME,
  RULE_NEVER_APPLIES,
  RETENTION_INVERTED,
  DATA_STORE,
  CRITERIA_MISSING,
  SERVER_SIZE,
  SERVER_SIZE_NEAR_LIMIT,
  VAULT_REGION,
  REPLICA,
  PREMIUM_SSD_V2,
  ELASTIC_CLUSTER,
  V2_SERVER,
  ONE_INSTANCE_PER_SERVER,
  PRIVATE_NETWORK,
  VERSION_SUPPORT,
  CROSS_REGION_RESTORE,
  SOFT_DELETE_OFF,
  SOFT_DELETE_DAYS,
  ONE_WAY_DOOR,
  VAULT_REDUNDANCY,
  RESOURCE_NAME,
  PROVIDER_VERSION,
  OPERATIONAL_RETENTION,
  GEO_BACKUP_KEY,
  GEO_BACKUP_REGION,
  LITERAL_SECRET,
];
