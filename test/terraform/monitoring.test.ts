import { Build, Estate, LOOSE } from './lifecycle-kit';
import { place } from './option-cases';
import { BackupVault, SupportMatrix, VaultMonitoring } from '../../src';
import { assemble } from '../../src/inventory/assemble';
import { BACKUP_UNMONITORED } from '../../src/rules/pgb903-backup-unmonitored';
import { readText } from '../../src/validation/readers/read';
import { Plan } from '../../tools/terraform/terraform';
import { NOW } from '../kit';

const MAILS = ['dba@example.com'];

function vaultWith(monitoring?: VaultMonitoring): Build {
  return (stack) => void new BackupVault(stack, 'vault', { ...place(stack), ...LOOSE, monitoring });
}

/** What the rule says of a plan. */
async function judged(plan: Plan): Promise<string[]> {
  const { document } = await readText('plan.json', JSON.stringify(plan));
  const context = { edition: SupportMatrix.DEFAULT._edition, now: NOW };
  return [...BACKUP_UNMONITORED.evaluate(assemble(document), context)].map(({ outcome }) => outcome);
}

it('is what rule PGB903 asks for, on a plan as well', () =>
  Estate.live({}, async (estate) => {
    for (const [monitoring, outcome] of [
      [{ emailAddresses: MAILS }, 'compliant'],
      [{ emailAddresses: MAILS, healthAlerts: false }, 'compliant'],
      [undefined, 'violated'],
    ] as const) {
      estate.write(vaultWith(monitoring as VaultMonitoring | undefined));
      expect(await judged((await estate.runner.plan()).plan)).toEqual([outcome]);
    }
  }));

it('is edited in place, and goes without a trace', () =>
  Estate.live({}, async (estate) => {
    estate.write(vaultWith({ emailAddresses: MAILS, healthAlerts: false }));
    await estate.apply();
    estate.write(vaultWith({ emailAddresses: [...MAILS, 'on-call@example.com'], healthAlerts: false }));
    expect(await estate.apply()).toEqual({ 'azurerm_monitor_action_group.vault_Monitoring_ActionGroup': 'update' });
    estate.write(vaultWith());
    expect(await estate.apply()).toEqual({
      'azurerm_monitor_action_group.vault_Monitoring_ActionGroup': 'delete',
      'azurerm_monitor_alert_processing_rule_action_group.vault_Monitoring_AlertRouting': 'delete',
    });
    await estate.destroy();
  }));
