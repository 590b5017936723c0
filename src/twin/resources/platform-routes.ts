import { ALERT_ROUTES } from './alert';
import { DELETED_KEY_VAULT_ROUTES } from './deleted-key-vault';
import { DIAGNOSTIC_SETTING_ROUTES } from './diagnostic-setting';
import { KEY_VAULT_ROUTES } from './key-vault';
import { KEY_VAULT_ARM_KEY_ROUTES } from './key-vault-arm-key';
import { KEY_VAULT_KEY_ROUTES } from './key-vault-key';
import { LOCK_ROUTES } from './lock';
import { WORKSPACE_ROUTES } from './log-analytics-workspace';
import { NETWORK_SECURITY_GROUP_ROUTES } from './network-security-group';
import { POLICY_ASSIGNMENT_ROUTES } from './policy-assignment';
import { POLICY_DEFINITION_ROUTES } from './policy-definition';
import { PRIVATE_DNS_ROUTES } from './private-dns-zone';
import { PRIVATE_DNS_ZONE_GROUP_ROUTES } from './private-dns-zone-group';
import { PRIVATE_ENDPOINT_ROUTES } from './private-endpoint';
import { PROVIDER_ROUTES } from './provider';
import { RESOURCE_GROUP_ROUTES } from './resource-group';
import { RESOURCE_LIST_ROUTES } from './resource-list';
import { ROLE_ASSIGNMENT_ROUTES } from './role-assignment';
import { ROLE_DEFINITION_ROUTES } from './role-definition';
import { STORAGE_ACCOUNT_ROUTES } from './storage-account';
import { STORAGE_SERVICE_ROUTES } from './storage-services';
import { SUBNET_ROUTES } from './subnet';
import { SUBSCRIPTION_ROUTES } from './subscription';
import { TAGS_ROUTES } from './tags';
import { USER_ASSIGNED_IDENTITY_ROUTES } from './user-assigned-identity';
import { VIRTUAL_NETWORK_ROUTES } from './virtual-network';
import type { Route } from '../arm/route';

/** What backups of servers lean on: subscriptions, access, networks, storage, keys, monitoring, policy. */
export const PLATFORM_ROUTES: readonly Route[] = [
  ...SUBSCRIPTION_ROUTES,
  ...PROVIDER_ROUTES,
  ...RESOURCE_GROUP_ROUTES,
  ...RESOURCE_LIST_ROUTES,
  ...TAGS_ROUTES,
  ...ROLE_DEFINITION_ROUTES,
  ...ROLE_ASSIGNMENT_ROUTES,
  ...LOCK_ROUTES,
  ...POLICY_DEFINITION_ROUTES,
  ...POLICY_ASSIGNMENT_ROUTES,
  ...USER_ASSIGNED_IDENTITY_ROUTES,
  ...STORAGE_ACCOUNT_ROUTES,
  ...STORAGE_SERVICE_ROUTES,
  ...KEY_VAULT_ROUTES,
  ...DELETED_KEY_VAULT_ROUTES,
  ...KEY_VAULT_ARM_KEY_ROUTES,
  ...KEY_VAULT_KEY_ROUTES,
  ...VIRTUAL_NETWORK_ROUTES,
  ...SUBNET_ROUTES,
  ...NETWORK_SECURITY_GROUP_ROUTES,
  ...PRIVATE_ENDPOINT_ROUTES,
  ...PRIVATE_DNS_ZONE_GROUP_ROUTES,
  ...PRIVATE_DNS_ROUTES,
  ...DIAGNOSTIC_SETTING_ROUTES,
  ...ALERT_ROUTES,
  ...WORKSPACE_ROUTES,
];
