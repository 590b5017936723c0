import { withoutNulls } from './given';
import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { SOURCES } from '../matrix/source';
import { show } from '../terraform/check';
import { isUnresolvedString } from '../time/token';

/** Who gets through the firewall of a restore account, beside the vault. */
export interface SelectedNetworks {
  /**
   * Public IPv4 addresses, or ranges of them with a prefix of 0 to 30: `23.45.1.0/24`.
   * @default - none
   */
  readonly ipRules?: string[];
  /**
   * ARM ids of subnets that have the service endpoint `Microsoft.Storage`.
   * @default - none
   */
  readonly subnetIds?: string[];
}

/**
 * From where a restore account can be reached. The service itself comes over the public endpoint: a private endpoint is for
 * those who read the files, and no way in for the vault.
 * @see https://learn.microsoft.com/azure/backup/restore-azure-database-postgresql-flex
 */
export class RestoreTargetNetwork {
  /**
   * Behind a firewall that lets in the vault and trusted Microsoft services, and whom else you say.
   * @throws RestoreTargetNetwork when an address isn't a public one
   */
  public static selectedNetworks(networks: SelectedNetworks = {}): RestoreTargetNetwork {
    networks = withoutNulls(networks);
    for (const rule of networks.ipRules ?? []) checkIpRule(rule);
    return new RestoreTargetNetwork(true, [...(networks.ipRules ?? [])], [...(networks.subnetIds ?? [])]);
  }

  /** From everywhere; who wants in still needs a role. */
  public static publicEndpoint(): RestoreTargetNetwork {
    return new RestoreTargetNetwork(false, [], []);
  }

  private constructor(
    /** Whether there is a firewall. */
    public readonly firewall: boolean,
    /** Addresses and ranges that it lets in. */
    public readonly ipRules: string[],
    /** Subnets that it lets in. */
    public readonly subnetIds: string[],
  ) {}
}

/** As azurerm checks it. */
const BYTE = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const RULE = new RegExp(`^(?:${BYTE}\\.){3}${BYTE}(?:/(?:[12]?\\d|30))?$`);
const PRIVATE = /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)/;

function checkIpRule(rule: string): void {
  if (isUnresolvedString(rule) || (RULE.test(rule) && !PRIVATE.test(rule))) return;
  throw new BackupConfigurationError({
    code: 'RestoreTargetNetwork',
    message: `\`ipRules\` must be public IPv4 addresses, or ranges of them with a prefix of 0 to 30, got: ${show(rule)}.`,
    limit: citeWithUrl(SOURCES.azurermStorageAccount),
    mend: 'write one address without a prefix and two as two rules; let private networks in by `subnetIds` or a private endpoint',
  });
}
