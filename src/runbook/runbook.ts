import { nameOf } from './arm-id';
import { clusterPage, missingOfCluster } from './cluster-page';
import { protectionOf, RegionKind } from './protection';
import { recoveryPointsOf } from './recovery-points';
import { ScriptFile, scriptFiles, SHELLS } from './script-files';
import { Origin, serverPage } from './server-page';
import { missingSettings } from './setting';
import { bashSettings, powershellSettings } from './settings-file';
import { stoppingFindings } from './stopping-findings';
import { Subject } from './subject';
import { targetSettings } from './target-settings';
import { vaultSettings } from './vault-settings';
import { Finding } from '../findings/finding';
import { BackupInventory } from '../inventory/inventory';
import { Edition } from '../matrix/edition';

/** A folder that brings one server back. */
export interface Runbook {
  /** What the server is called, for the name of the folder; undefined where it isn't known. */
  readonly name?: string;
  readonly files: readonly ScriptFile[];
  /** Settings that have to be filled in by hand. */
  readonly missing: readonly string[];
  /** How many findings would stop the restore. */
  readonly stopping: number;
}

export interface RunbookOptions {
  readonly regionKind: RegionKind;
  /** `latest`, an id or a time. */
  readonly point?: string;
  readonly targetName?: string;
  readonly findings: readonly Finding[];
  readonly edition: Edition;
  readonly origin: Origin;
}

/** The file that tells a folder as a runbook. */
export const PAGE = 'RUNBOOK.md';

export function makeRunbook(estate: BackupInventory, subject: Subject, options: RunbookOptions): Runbook {
  const { regionKind, point, targetName, findings, edition, origin } = options;
  if (subject.kind === 'cluster') {
    const page = { cluster: subject, regionKind, point, targetName, origin };
    const files = [{ name: PAGE, text: clusterPage(estate, page) }];
    return { name: nameOf(subject), files, missing: missingOfCluster(estate, page), stopping: 0 };
  }
  const protection = protectionOf(estate, subject, regionKind);
  const settings = [...vaultSettings(protection, point ?? 'latest'), ...targetSettings(estate, protection, targetName)];
  const points = protection.policy && recoveryPointsOf(protection.policy, origin.now);
  const stopping = stoppingFindings(findings, protection);
  return {
    name: nameOf(subject),
    files: [
      { name: PAGE, text: serverPage({ protection, points, settings, findings: stopping, edition, origin }) },
      { name: 'settings.sh', text: bashSettings(settings) },
      { name: 'settings.ps1', text: powershellSettings(settings) },
      ...SHELLS.flatMap(scriptFiles),
    ],
    missing: missingSettings(settings).map(({ name }) => name),
    stopping: stopping.length,
  };
}
