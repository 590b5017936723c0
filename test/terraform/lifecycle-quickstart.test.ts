import { INSTANCE, POLICY, QUICKER } from './kit';
import { ENGINES, Estate, ofServer } from './lifecycle-kit';
import { HELD_BY_SOFT_DELETE } from './outside';

const LONGER = { 'Retention.years(1)': 'Retention.years(2)', 'Retention.years(10)': 'Retention.years(7)' };
const LEDGER = "new ProtectedFlexServer(this, 'ledger', { ...place, policy: tenYears });";
const RETURNS = "new ProtectedFlexServer(this, 'returns', { ...place, policy: tenYears });";

/** The quickstart with parts of its main.ts replaced. */
async function write(estate: Estate, edits: Record<string, string> = {}): Promise<void> {
  const stacks = await estate.terraform.synthesizeApp(
    estate.terraform.copyOfExample('quickstart', { ...QUICKER, ...edits }),
  );
  estate.use(stacks.shop);
}

it.concurrent.each(ENGINES)('%s applies every edit of the quickstart cleanly', (engine) =>
  Estate.live({ engine }, async (estate) => {
    await write(estate);
    expect(Object.keys(await estate.apply())).toHaveLength(18);

    await write(estate, LONGER);
    expect(await estate.apply()).toEqual({
      [`${POLICY}.ten-years`]: 'create then delete',
      [`${INSTANCE}.ledger_BackupInstance`]: 'update',
      [`${POLICY}.Backup-westeurope_Vault_Recoverable-2-years`]: 'create',
      [`${INSTANCE}.orders_BackupInstance`]: 'update',
      [`${POLICY}.Backup-westeurope_Vault_Recoverable-1-year`]: 'delete',
    });

    await write(estate, { ...LONGER, [LEDGER]: `${LEDGER}\n    ${RETURNS}` });
    expect(await estate.apply()).toEqual(ofServer('returns', 'Vault', 'create'));

    await write(estate, { ...LONGER, [LEDGER]: LEDGER.replace('...place', "...place, serverName: 'psql-ledger'") });
    expect(await estate.apply()).toEqual({
      ...ofServer('returns', 'Vault', 'delete'),
      ...ofServer('ledger', 'Vault', 'delete then create'),
    });

    expect(await estate.failedDestroy()).toMatch(HELD_BY_SOFT_DELETE);
    estate.passDays(14);
    await estate.destroy();
  }),
);
