import type { Semantic } from './semantic';

const LEARN = 'https://learn.microsoft.com/azure';

const SOURCES = {
  rbac: {
    title: 'Troubleshoot Azure RBAC',
    date: '2023-09-20',
    url: `${LEARN}/role-based-access-control/troubleshooting`,
  },
  limits: {
    title: 'Troubleshoot Azure RBAC limits',
    date: '2024-01-12',
    url: `${LEARN}/role-based-access-control/troubleshoot-limits`,
  },
  conflict: {
    title: 'Fix a deferred role assignment regression (quotes the answer of the service)',
    date: '2023-04-27',
    url: 'https://github.com/aztfmod/terraform-azurerm-caf/pull/1589',
  },
  prefix: {
    title: 'roleDefinitionId not consistent between Role Definition and role assignment',
    date: '2020-10-09',
    url: 'https://github.com/Azure/azure-rest-api-specs/issues/11103',
  },
  missingRole: {
    title: 'Cannot create role definition and assign to mgmn group (quotes the answer of the service)',
    date: '2021-02-16',
    url: 'https://github.com/Azure/terraform-azurerm-caf-enterprise-scale/issues/37',
  },
  sameName: {
    title: 'A role definition cannot be updated with a name that already exists',
    date: '2020-03-20',
    url: 'https://github.com/danielsollondon/azvmimagebuilder/issues/25',
  },
  builtIn: {
    title: 'Azure built-in roles',
    date: '2026-07-01',
    url: `${LEARN}/role-based-access-control/built-in-roles`,
  },
  azurerm: {
    title: 'azurerm 5.2.0, role definitions and role assignments',
    date: '2026-08-24',
    url: 'https://github.com/hashicorp/terraform-provider-azurerm/tree/main/internal/services/authorization',
  },
  assignments: {
    title: 'azure-rest-api-specs, Microsoft.Authorization role assignments',
    date: '2022-04-01',
    url: 'https://github.com/Azure/azure-rest-api-specs/tree/main/specification/authorization',
  },
  locks: {
    title: 'Lock your resources to protect your infrastructure',
    date: '2024-03-08',
    url: `${LEARN}/azure-resource-manager/management/lock-resources`,
  },
  lockApi: {
    title: 'azure-rest-api-specs, Microsoft.Authorization locks',
    date: '2020-05-01',
    url: 'https://github.com/Azure/azure-rest-api-specs/tree/main/specification/resources',
  },
  policyMissing: {
    title: 'Databricks Policies Assignments Failing (quotes the answer of the service)',
    date: '2021-09-14',
    url: 'https://github.com/Azure/Enterprise-Scale/issues/804',
  },
  policyInUse: {
    title: 'Bug Report: deleting a policy definition (quotes the answer of the service)',
    date: '2025-09-29',
    url: 'https://github.com/Azure/Azure-Landing-Zones/issues/444',
  },
} as const;

/** Roles, locks and policies. */
export const ACCESS_SEMANTICS: readonly Semantic[] = [
  {
    id: 'role-assignment-exists',
    says: 'A role is assigned to a principal at a scope once: under another name it is a conflict.',
    source: SOURCES.conflict,
  },
  {
    id: 'role-assignment-fixed',
    says: 'A name stands for one assignment in the whole tenant: role, principal and scope never change, description and condition may.',
    source: SOURCES.rbac,
  },
  {
    id: 'role-assignment-limit',
    says: 'A subscription has 4,000 role assignments at most, those of its resource groups and resources included.',
    source: SOURCES.limits,
  },
  {
    id: 'role-assignment-delay',
    says: 'A role assignment has an effect only some time after it was made, at its scope and below.',
    source: SOURCES.rbac,
  },
  {
    id: 'role-assignment-prefix',
    says: 'An assignment names its role with the subscription in front, however it was sent.',
    source: SOURCES.prefix,
  },
  {
    id: 'role-assignment-needs',
    says: 'An assignment needs a GUID for a name, a principal, a role that exists and a scope that exists.',
    source: SOURCES.rbac,
  },
  {
    id: 'role-assignment-list',
    says: 'The assignments of a scope are those at it, above it and below it; `atScope()` leaves out those below, `principalId` and `assignedTo()` those of others.',
    source: SOURCES.assignments,
  },
  {
    id: 'role-definition-names',
    says: 'Built-in roles are found by their exact names, and by their ids under every scope.',
    source: SOURCES.builtIn,
  },
  {
    id: 'role-definition-missing',
    says: 'A role that does not exist is answered with RoleDefinitionDoesNotExist.',
    source: SOURCES.missingRole,
  },
  {
    id: 'role-definition-same-name',
    says: 'The name of a custom role is taken in the whole tenant.',
    source: SOURCES.sameName,
  },
  {
    id: 'role-definition-assigned',
    says: 'A custom role that is assigned can not be deleted.',
    source: SOURCES.rbac,
  },
  {
    id: 'role-definition-written',
    says: 'Writing a custom role is answered with 201 each time, and moves its updatedOn.',
    source: SOURCES.azurerm,
  },
  {
    id: 'lock-cannot-delete',
    says: 'CanNotDelete keeps what is locked, and everything in it and of it, from being deleted, role assignments included; changes stay possible.',
    source: SOURCES.locks,
  },
  {
    id: 'lock-above',
    says: 'What contains something locked can not be deleted either, and no part of it is.',
    source: SOURCES.locks,
  },
  {
    id: 'lock-read-only',
    says: 'ReadOnly forbids every write, POST included: no keys of a storage account are told, no role is assigned.',
    source: SOURCES.locks,
  },
  {
    id: 'lock-removed',
    says: 'A lock does not keep itself from being removed, and without it everything is as before.',
    source: SOURCES.locks,
  },
  {
    id: 'lock-levels',
    says: 'The level of a lock is CanNotDelete or ReadOnly, its notes have 512 characters at most.',
    source: SOURCES.lockApi,
  },
  {
    id: 'policy-definition-missing',
    says: 'A policy that does not exist can not be assigned.',
    source: SOURCES.policyMissing,
  },
  {
    id: 'policy-definition-in-use',
    says: 'A policy that is assigned, or part of an initiative, can not be deleted.',
    source: SOURCES.policyInUse,
  },
];
