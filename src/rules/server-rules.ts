import { LONG_TERM_RETENTION_ROLE } from './pgb101-long-term-retention-role';
import { READER_ROLE } from './pgb102-reader-role';
import { ROLES_BEFORE_INSTANCE } from './pgb103-roles-before-instance';
import { VAULT_IDENTITY } from './pgb104-vault-identity';
import { ROLE_DEFINITION_FORM } from './pgb105-role-definition-form';
import { LEAST_PRIVILEGE } from './pgb106-least-privilege';
import { RESTORE_ROLE } from './pgb107-restore-role';
import { DUPLICATE_ROLE_ASSIGNMENT } from './pgb108-duplicate-role-assignment';
import { ROLE_ASSIGNMENT_LIMIT } from './pgb109-role-assignment-limit';
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
import { YEARLY_RETENTION } from './pgb310-yearly-retention';
import { SERVER_SIZE } from './pgb401-server-size';
import { SERVER_SIZE_NEAR_LIMIT } from './pgb402-server-size-near-limit';
import { VAULT_REGION } from './pgb403-vault-region';
import { REPLICA } from './pgb404-replica';
import { PREMIUM_SSD_V2 } from './pgb405-premium-ssd-v2';
import { ELASTIC_CLUSTER } from './pgb406-elastic-cluster';
import { V2_SERVER } from './pgb407-v2-server';
import { REGION_AVAILABLE } from './pgb408-region-available';
import { DATASOURCE_TYPE } from './pgb409-datasource-type';
import { ONE_INSTANCE_PER_SERVER } from './pgb410-one-instance-per-server';
import { PRIVATE_NETWORK } from './pgb411-private-network';
import { VERSION_SUPPORT } from './pgb412-version-support';
import { SINGLE_DATABASE } from './pgb413-single-database';
import { CROSS_REGION_RESTORE } from './pgb501-cross-region-restore';
import { SOFT_DELETE_OFF } from './pgb502-soft-delete-off';
import { SOFT_DELETE_DAYS } from './pgb503-soft-delete-days';
import { ONE_WAY_DOOR } from './pgb504-one-way-door';
import { ONE_WAY_BACK } from './pgb505-one-way-back';
import { VAULT_REDUNDANCY } from './pgb506-vault-redundancy';
import { POLICY_REPLACED_IN_USE } from './pgb507-policy-replaced-in-use';
import { PROTECTION_DESTROYED } from './pgb508-protection-destroyed';
import { RESOURCE_NAME } from './pgb509-resource-name';
import { IMMUTABILITY_OFF } from './pgb510-immutability-off';
import { GEO_REDUNDANT_VAULT } from './pgb512-geo-redundant-vault';
import { SOFT_DELETE_ALWAYS_ON } from './pgb513-soft-delete-always-on';
import { VAULT_APART } from './pgb514-vault-apart';
import { NEEDLESS_GEO_REDUNDANCY } from './pgb515-needless-geo-redundancy';
import { RESTORE_TARGET } from './pgb601-restore-target';
import { RESTORE_CROSS_TENANT } from './pgb602-restore-cross-tenant';
import { RESTORE_NETWORK } from './pgb603-restore-network';
import { RESTORE_REGION } from './pgb604-restore-region';
import { RESTORE_DIRECT } from './pgb605-restore-direct';
import { OPERATIONAL_RETENTION } from './pgb701-operational-retention';
import { ON_DEMAND_LIMIT } from './pgb703-on-demand-limit';
import { ON_DEMAND_SERVER } from './pgb704-on-demand-server';
import { ON_DEMAND_NAME } from './pgb705-on-demand-name';
import { GEO_BACKUP_KEY } from './pgb706-geo-backup-key';
import { GEO_BACKUP_REGION } from './pgb707-geo-backup-region';
import { SERVER_UNPROTECTED } from './pgb901-server-unprotected';
import { BACKUP_UNMONITORED } from './pgb903-backup-unmonitored';
import { LONG_TERM_RETENTION_SHORT } from './pgb905-long-term-retention-short';
import { Rule } from './rule';

/** The rules of flexible servers and what protects them, by id: they say nothing of an estate that has none of these. */
export const SERVER_RULES: readonly Rule[] = [
  LONG_TERM_RETENTION_ROLE,
  READER_ROLE,
  ROLES_BEFORE_INSTANCE,
  VAULT_IDENTITY,
  ROLE_DEFINITION_FORM,
  LEAST_PRIVILEGE,
  RESTORE_ROLE,
  DUPLICATE_ROLE_ASSIGNMENT,
  ROLE_ASSIGNMENT_LIMIT,
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
  YEARLY_RETENTION,
  SERVER_SIZE,
  SERVER_SIZE_NEAR_LIMIT,
  VAULT_REGION,
  REPLICA,
  PREMIUM_SSD_V2,
  ELASTIC_CLUSTER,
  V2_SERVER,
  REGION_AVAILABLE,
  DATASOURCE_TYPE,
  ONE_INSTANCE_PER_SERVER,
  PRIVATE_NETWORK,
  VERSION_SUPPORT,
  SINGLE_DATABASE,
  CROSS_REGION_RESTORE,
  SOFT_DELETE_OFF,
  SOFT_DELETE_DAYS,
  ONE_WAY_DOOR,
  ONE_WAY_BACK,
  VAULT_REDUNDANCY,
  POLICY_REPLACED_IN_USE,
  PROTECTION_DESTROYED,
  RESOURCE_NAME,
  IMMUTABILITY_OFF,
  GEO_REDUNDANT_VAULT,
  SOFT_DELETE_ALWAYS_ON,
  VAULT_APART,
  NEEDLESS_GEO_REDUNDANCY,
  RESTORE_TARGET,
  RESTORE_CROSS_TENANT,
  RESTORE_NETWORK,
  RESTORE_REGION,
  RESTORE_DIRECT,
  OPERATIONAL_RETENTION,
  ON_DEMAND_LIMIT,
  ON_DEMAND_SERVER,
  ON_DEMAND_NAME,
  GEO_BACKUP_KEY,
  GEO_BACKUP_REGION,
  SERVER_UNPROTECTED,
  BACKUP_UNMONITORED,
  LONG_TERM_RETENTION_SHORT,
];
