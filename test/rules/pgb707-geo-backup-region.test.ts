import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { GEO_BACKUP_REGION } from '../../src/rules/pgb707-geo-backup-region';

const estate = (location: string, geoRedundantBackupEnabled: unknown, stack = emptyStack()) =>
  rawEstate({ server: { location, geoRedundantBackupEnabled } }, stack).stack;

describe('PGB707 geo-backup-region', () => {
  test.each([
    ['westeurope', true, 'compliant'],
    ['West Europe', true, 'compliant'],
    // Its pair pairs with another region; it has one all the same.
    ['westindia', true, 'compliant'],
    // They have a pair, and no such backups.
    ['brazilsouth', true, 'violated'],
    ['Brazil Southeast', true, 'violated'],
    ['australiacentral2', true, 'violated'],
    ['West US 3', true, 'violated'],
    ['austriaeast', true, 'violated'],
    ['Austria East', true, 'violated'],
    ['austriaeast', false, 'compliant'],
    ['austriaeast', undefined, 'compliant'],
    ['atlantisnorth', true, 'undecided'],
    ['atlantisnorth', false, 'compliant'],
    ['chinaeast2', true, 'undecided'],
  ])('%s with %p: %s', (location, geo, outcome) => {
    expect(outcomes(GEO_BACKUP_REGION, estate(location, geo))).toEqual([outcome]);
  });

  test('a region that no list knows is no ground for anything', () => {
    const [verdict] = verdicts(GEO_BACKUP_REGION, estate('atlantisnorth', true));
    expect(verdict.message).toContain('whether atlantisnorth has a pair is not in "Azure regions list"');
  });

  test('an unprotected server is judged too, one that isn’t managed here isn’t', () => {
    const { stack } = rawEstate({ server: { location: 'austriaeast' }, instance: false });
    expect(outcomes(GEO_BACKUP_REGION, stack)).toEqual(['violated']);
    const serverId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';
    expect(outcomes(GEO_BACKUP_REGION, rawEstate({ instance: { serverId } }).stack)).toEqual(['compliant']);
  });

  test('undecided while a variable decides', () => {
    const of = (type: string, build: (token: TerraformVariable) => [string, unknown]) => {
      const stack = emptyStack();
      const [location, geo] = build(new TerraformVariable(stack, 'given', { type }));
      return outcomes(GEO_BACKUP_REGION, estate(location, geo, stack));
    };
    expect(of('string', (token) => [token.stringValue, true])).toEqual(['undecided']);
    expect(of('string', (token) => [token.stringValue, false])).toEqual(['compliant']);
    expect(of('bool', (token) => ['austriaeast', token.booleanValue])).toEqual(['undecided']);
    expect(of('bool', (token) => ['westeurope', token.booleanValue])).toEqual(['compliant']);
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(estate('austriaeast', true));
    expect(error).toContain(
      '[Error at /raw/server] PGB707 geo-backup-region: `geo_redundant_backup_enabled` must be false in a region without a pair, got: true in Austria East (austriaeast)',
    );
    expect(error).toContain('geo-redundant backup copies to the paired region');
    expect(error).toContain('Mend: leave geo-redundant backup off');
    expect(json).toBeUndefined();
  });
});
