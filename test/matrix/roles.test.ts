import { roleByGuid, roleByName, roleByShortName, roleIncludes, ROLES } from '../../src/matrix/roles';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test.each(Object.entries(ROLES))('%s has a GUID and is found by it and by its name, in any case', (key, role) => {
  expect(role.key).toBe(key);
  expect(role.guid).toMatch(GUID);
  expect(roleByGuid(role.guid.toUpperCase())).toBe(role);
  expect(roleByName(role.name.toUpperCase())).toBe(role);
});

test('pins the roles that the service needs', () => {
  expect(ROLES.longTermRetentionBackup.guid).toBe('c088a766-074b-43ba-90d4-1fb21feae531');
  expect(ROLES.reader.guid).toBe('acdd72a7-3385-48ef-bd42-f606fba81ae7');
  expect(ROLES.storageBlobDataContributor.guid).toBe('ba92f5b4-2d11-453d-a403-e96b0029c9fe');
  expect(ROLES.keyVaultCryptoServiceEncryptionUser.guid).toBe('e147488a-f6f5-4113-8e2d-b22465e65bf6');
});

test('Azure looks for a name as it is: a short one is one of documents alone', () => {
  const short = 'PostgreSQL flexible server Long Term Retention Backup';
  expect(roleByName(short)).toBeUndefined();
  expect(roleByShortName(short)).toBe(ROLES.longTermRetentionBackup);
  for (const name of ['Reader Role', ' Reader', 'Storage Blob Data Contributor Role']) {
    expect([roleByName(name), roleByShortName(name)]).toEqual([undefined, undefined]);
  }
});

test('no two roles share a GUID or a name', () => {
  const roles = Object.values(ROLES);
  expect(new Set(roles.map((role) => role.guid)).size).toBe(roles.length);
  expect(new Set(roles.map((role) => role.name)).size).toBe(roles.length);
});

test('over-broad roles: those of PGB106 and the one that grants any role', () => {
  expect(names((role) => role.overBroad)).toEqual([
    'Backup Contributor',
    'Contributor',
    'Owner',
    'Role Based Access Control Administrator',
    'Storage Account Backup Contributor',
    'User Access Administrator',
  ]);
});

test('roles that include Reader', () => {
  expect(names((role) => roleIncludes(role, 'reader'))).toEqual([
    'Contributor',
    'Owner',
    'Reader',
    'Role Based Access Control Administrator',
    'User Access Administrator',
  ]);
});

test('roles that let a restore write blobs: data roles only', () => {
  expect(names((role) => roleIncludes(role, 'storageBlobDataContributor'))).toEqual([
    'Storage Blob Data Contributor',
    'Storage Blob Data Owner',
  ]);
});

test('an unknown role is unknown', () => {
  expect(roleByGuid('00000000-0000-0000-0000-000000000000')).toBeUndefined();
  expect(roleByName('Backup')).toBeUndefined();
  expect(roleByName('')).toBeUndefined();
});

function names(chosen: (role: (typeof ROLES)[keyof typeof ROLES]) => boolean): string[] {
  return Object.values(ROLES)
    .filter(chosen)
    .map((role) => role.name)
    .sort();
}
