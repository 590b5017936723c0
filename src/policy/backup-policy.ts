import type { DataProtectionBackupPolicyPostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import { Construct, IConstruct } from 'constructs';
import { BackupInstance, INSTANCE_ID, ProtectOptions, refuseSecond } from './backup-instance';
import { RankedRule, rankRules } from './ranked-rules';
import { RetentionRule } from './retention-rule';
import { LIMITS } from '../matrix/limits';
import { NAMES } from '../matrix/names';
import { SOURCES } from '../matrix/source';
import { checkArmId } from '../terraform/arm-id';
import { checkName, checkRetention, matches, refuse, show } from '../terraform/check';
import { generated } from '../terraform/generated';
import { readable, shortHash, terraformHash } from '../terraform/names';
import { TAKEN_NAMES } from '../terraform/registry';
import { providerIdentity } from '../terraform/subscription';
import { DayOfWeek } from '../time/day-of-week';
import { Retention } from '../time/retention';
import { isUnresolvedString } from '../time/token';
import { WeeklySchedule } from '../time/weekly-schedule';
import { markNote } from '../validation/marks';
import { PostgresBackupValidator } from '../validation/validator';
import { IBackupVault } from '../vault/backup-vault-interface';
import { IFlexServer } from '../vault/flex-server-interface';
import { checkKinds, isOf, Kind, withoutNulls } from '../vault/given';
import { RETENTION_KIND, SERVER_KIND, vaultKind } from '../vault/kinds';

const VAULT_KIND = vaultKind('BackupPolicy');

/** A backup policy: one that this library makes, or one that exists already. */
export interface IBackupPolicy extends IConstruct {
  /** ARM id. */
  readonly policyId: string;
  /** The vault that it belongs to. */
  readonly vault: IBackupVault;
  /**
   * Puts a server under this policy: gives the vault its roles on it and makes the backup instance.
   * @throws PGB410 when the server is protected already
   * @throws ServerId when it is no server
   */
  protect(server: IFlexServer, options?: ProtectOptions): BackupInstance;
}

/** When backups are taken and how long they are kept. */
export interface BackupPolicyProps {
  /** The vault that keeps the backups. */
  readonly vault: IBackupVault;
  /**
   * Beginning of the name in Azure: letters, digits and hyphens. A hash of the content follows it, so that an edited
   * policy is another policy.
   * @default - made from the construct path
   */
  readonly policyName?: string;
  /**
   * When backups are taken.
   * @default WeeklySchedule.on(DayOfWeek.SUNDAY, '02:00')
   */
  readonly schedule?: WeeklySchedule;
  /** How long a backup is kept that no other rule is for: 7 days to 10 years. */
  readonly defaultRetention: Retention;
  /**
   * How long the first successful backup of each week is kept.
   * @default - no rule of its own
   */
  readonly weekly?: Retention;
  /**
   * How long the first successful backup of each month is kept.
   * @default - no rule of its own
   */
  readonly monthly?: Retention;
  /**
   * How long the first successful backup of each year is kept.
   * @default - no rule of its own
   */
  readonly yearly?: Retention;
  /**
   * Further rules; rarer ones rank first.
   * @default - none
   */
  readonly rules?: RetentionRule[];
}

/** What the props of a policy have to be. */
const KINDS: { readonly [prop in keyof BackupPolicyProps]: Kind } = {
  vault: VAULT_KIND,
  schedule: {
    code: 'PGB201',
    what: 'a WeeklySchedule',
    member: 'toIntervals',
    mend: 'give WeeklySchedule.on(…)',
  },
  defaultRetention: { ...RETENTION_KIND, isRequired: true },
  weekly: RETENTION_KIND,
  monthly: RETENTION_KIND,
  yearly: RETENTION_KIND,
};

const RULE_KINDS: { readonly [prop in keyof RetentionRule]?: Kind } = {
  criteria: {
    code: 'PGB309',
    what: 'a BackupCriteria',
    member: '_perYear',
    mend: 'give BackupCriteria.on(…), or BackupCriteria.FIRST_OF_MONTH and its like',
    isRequired: true,
  },
  retention: { ...RETENTION_KIND, isRequired: true },
};

/** What made and imported policies share. */
abstract class BackupPolicyBase extends Construct implements IBackupPolicy {
  public abstract readonly policyId: string;
  public abstract readonly vault: IBackupVault;

  public protect(server: IFlexServer, options: ProtectOptions = {}): BackupInstance {
    checkKinds(this, { server }, { server: SERVER_KIND });
    refuseSecond(server, this.vault);
    // Every construct is a `Construct`; the interface is what other languages can implement.
    const scope = server as IConstruct as Construct;
    return new BackupInstance(scope, INSTANCE_ID, { ...options, server, policyId: this.policyId, vault: this.vault });
  }
}

/** A policy that is only referred to. */
class ImportedPolicy extends BackupPolicyBase {
  public constructor(
    scope: Construct,
    id: string,
    public readonly policyId: string,
    public readonly vault: IBackupVault,
  ) {
    super(scope, id);
    checkKinds(this, { vault }, { vault: VAULT_KIND });
  }
}

/**
 * When the servers of a vault are backed up, and how long each backup is kept.
 *
 * Azure neither changes a policy nor deletes one in use. The name therefore ends in a hash of the content and Terraform
 * makes the new policy before it deletes the old one: editing a retention is one clean apply.
 */
export class BackupPolicy extends BackupPolicyBase {
  /**
   * A policy that exists already.
   * @throws BackupPolicy when there is no vault
   * @throws PolicyId when the id isn't that of a backup policy
   */
  public static fromBackupPolicyId(scope: Construct, id: string, policyId: string, vault: IBackupVault): IBackupPolicy {
    const policy = new ImportedPolicy(scope, id, policyId, vault);
    const type = 'Microsoft.DataProtection/backupVaults/backupPolicies';
    checkArmId(policy, 'PolicyId', 'policyId', policyId, type, SOURCES.azurermPolicy);
    return policy;
  }

  /**
   * A policy of the vault that exists already, by its name in Azure.
   * @throws BackupPolicy when there is no vault
   * @throws PGB509 when the name isn't one
   */
  public static fromBackupPolicyName(
    scope: Construct,
    id: string,
    policyName: string,
    vault: IBackupVault,
  ): IBackupPolicy {
    // The construct has to be there to refuse that there is none.
    const policy = new ImportedPolicy(scope, id, `${vault?.vaultId}/backupPolicies/${policyName}`, vault);
    checkName(policy, 'policyName', policyName, NAMES.policy);
    return policy;
  }

  /**
   * Keeps data recoverable for a time: every backup for 3 months, the first of each month for a year, the first of each
   * year for the whole time. Where the time is shorter, the steps above it fall away.
   * @throws PGB301 when the time is under 7 days or over 10 years
   */
  public static recoverableFor(scope: Construct, id: string, vault: IBackupVault, time: Retention): BackupPolicy {
    return new BackupPolicy(scope, id, { vault, ...retentionsFor(time) });
  }

  /** Yearly points for 10 years, monthly points for 1 year, weekly points for 3 months. */
  public static weekly3MonthsMonthly1YearYearly10Years(
    scope: Construct,
    id: string,
    vault: IBackupVault,
  ): BackupPolicy {
    return BackupPolicy.recoverableFor(scope, id, vault, Retention.years(10));
  }

  /** Yearly points for 7 years, monthly points for 1 year, weekly points for 3 months. */
  public static weekly3MonthsMonthly1YearYearly7Years(scope: Construct, id: string, vault: IBackupVault): BackupPolicy {
    return BackupPolicy.recoverableFor(scope, id, vault, Retention.years(7));
  }

  /** Monthly points for 1 year, weekly points for 3 months. */
  public static weekly3MonthsMonthly1Year(scope: Construct, id: string, vault: IBackupVault): BackupPolicy {
    return BackupPolicy.recoverableFor(scope, id, vault, Retention.years(1));
  }

  /** The azurerm resource, for what this class has no prop for. */
  public readonly resource: DataProtectionBackupPolicyPostgresqlFlexibleServer;
  public readonly policyId: string;
  public readonly vault: IBackupVault;
  /** Name in Azure, the hash of the content included. */
  public readonly policyName: string;
  /** When backups are taken. */
  public readonly schedule: WeeklySchedule;

  /**
   * @throws BackupPolicy when there is no vault
   * @throws PGB201 when the schedule isn't one
   * @throws PGB301 when a retention is missing, under 7 days or over 10 years
   * @throws PGB303 when there are more rules than priorities
   * @throws PGB305 when a rule's name isn't one, is taken, or is `Default`
   * @throws PGB309 when a rule doesn't say which backups it is for
   * @throws PGB509 when the name isn't one, or another policy of the vault has it
   * @throws PolicySubscription when the vault is imported from another subscription than its provider's
   */
  public constructor(scope: Construct, id: string, props: BackupPolicyProps) {
    super(scope, id);
    props = withoutNulls(props);
    checkKinds(this, props, KINDS);
    this.vault = props.vault;
    this.checkSubscription(props.vault);
    this.schedule = props.schedule ?? WeeklySchedule.on(DayOfWeek.SUNDAY, '02:00');
    this.checkRules(props);
    const rules = rankRules(props, props.rules ?? []);
    const content = contentOf(this.schedule, props.defaultRetention, rules);
    this.policyName = this.name(props.policyName, content);
    this.takeName();
    this.resource = new generated.BackupPolicy(this, 'Resource', {
      name: this.policyName,
      vaultId: props.vault.vaultId,
      backupRepeatingTimeIntervals: this.schedule.toIntervals(),
      // Left out, Azure answers with one of its own and the next plan replaces the policy.
      timeZone: this.schedule.timeZone,
      defaultRetentionRule: { lifeCycle: lifeCycle(props.defaultRetention) },
      retentionRule: ruleBlocks(rules),
      lifecycle: { createBeforeDestroy: true },
      provider: props.vault.provider,
    });
    // A hash that Terraform works out can't make the name malformed.
    if (isUnresolvedString(content)) markNote(this.resource, 'name', 'well-formed');
    this.policyId = this.resource.id;
    PostgresBackupValidator.of(this);
  }

  /** azurerm makes a policy in its provider's subscription, whatever the id of the vault says. */
  private checkSubscription({ vaultId, provider }: IBackupVault): void {
    if (isUnresolvedString(vaultId)) return;
    const wanted = /^\/subscriptions\/([^/]+)\//.exec(vaultId)?.[1];
    const got = providerIdentity(this, provider).writtenSubscriptionId;
    if (wanted === undefined || got === undefined || wanted.toLowerCase() === got.toLowerCase()) return;
    refuse(
      this,
      'PolicySubscription',
      `The provider of a policy must work in the subscription of its vault, ${wanted}, got: ${got}.`,
      SOURCES.azurermPolicy,
      'import the vault with `provider`, an azurerm provider of that subscription',
    );
  }

  private name(prefix: string | undefined, content: string): string {
    const hash = isUnresolvedString(content) ? terraformHash(content) : shortHash(content);
    const room = NAMES.policy.max - 1 - shortHash('').length;
    if (prefix !== undefined) {
      checkName(this, 'policyName', prefix, {
        ...NAMES.policy,
        max: room,
        pattern: new RegExp(`^[A-Za-z0-9][-A-Za-z0-9]{0,${room - 1}}$`),
        rule: `1 to ${room} letters, digits and hyphens, a letter or digit first`,
      });
    }
    return `${prefix ?? readable(this, room)}-${hash}`;
  }

  /** Two policies of one name in one vault would be one in Azure. */
  private takeName(): void {
    const taken = TAKEN_NAMES.of(this.vault);
    const key = this.policyName.toLowerCase();
    const holder = taken.get(key);
    if (holder !== undefined) {
      refuse(
        this,
        'PGB509',
        `\`policyName\` must be unique in its vault, got: ${this.policyName}, which /${holder.node.path} has.`,
        SOURCES.azurermPolicy,
        'give the policies different names, or use one policy for both',
      );
    }
    taken.set(key, this);
  }

  private checkRules(props: BackupPolicyProps): void {
    const standard = {
      defaultRetention: props.defaultRetention,
      weekly: props.weekly,
      monthly: props.monthly,
      yearly: props.yearly,
    };
    for (const [prop, retention] of Object.entries(standard)) checkRetention(this, prop, retention);
    const names = new Set(
      [props.yearly && 'Yearly', props.monthly && 'Monthly', props.weekly && 'Weekly', LIMITS.defaultRetentionRule.name]
        .filter((name) => name !== undefined)
        .map((name) => name.toLowerCase()),
    );
    const rules = props.rules ?? [];
    for (const rule of rules) {
      // An entry that isn't there is one without a name.
      const { name, retention } = withoutNulls(rule);
      if (!isUnresolvedString(name) && !matches(name, NAMES.retentionRule.pattern)) {
        this.refuseRule(`\`name\` of a retention rule must be ${NAMES.retentionRule.rule}, got: ${show(name)}.`);
      }
      checkKinds(this, rule, RULE_KINDS, `rules.${name}.`);
      checkRetention(this, `rules.${name}`, retention);
      if (names.has(name.toLowerCase())) {
        this.refuseRule(`\`name\` of a retention rule must be unique and not \`Default\`, got: ${name}.`);
      }
      names.add(name.toLowerCase());
    }
    // All but the default rule need a priority of their own.
    const ranked = names.size - 1;
    const { max, source } = LIMITS.retentionPriority;
    if (ranked > max) {
      const message = `\`rules\` must be at most ${max} with the weekly, monthly and yearly one, got: ${ranked}.`;
      refuse(this, 'PGB303', message, source, 'leave the rules out that keep what another rule keeps');
    }
  }

  private refuseRule(message: string): never {
    refuse(this, 'PGB305', message, SOURCES.azurermPolicy, 'give the rule another name of letters and digits');
  }
}

/** The ladder of retentions that keeps data recoverable for a time. */
function retentionsFor(time: Retention): Pick<BackupPolicyProps, 'defaultRetention' | 'monthly' | 'yearly'> {
  const weekly = Retention.months(3);
  const monthly = Retention.years(1);
  // What isn't known yet, or isn't one, can't be compared: every backup is kept for it, or the policy refuses it.
  if (!isOf(time, RETENTION_KIND.member) || time.isUnresolved() || !time.isLongerThan(weekly)) {
    return { defaultRetention: time };
  }
  // Yearly points alone would leave a gap of up to a year at the end of anything shorter than two.
  if (time.isShorterThan(Retention.years(2))) return { defaultRetention: weekly, monthly: time };
  return { defaultRetention: weekly, monthly, yearly: time };
}

/** Everything that Azure would have to change a policy for. */
function contentOf(schedule: WeeklySchedule, fallback: Retention, rules: readonly RankedRule[]): string {
  return [
    ...schedule.toIntervals(),
    schedule.timeZone,
    fallback.toIsoString(),
    ...rules.map(({ name, priority, criteria, retention }) =>
      [
        name,
        priority,
        retention.toIsoString(),
        criteria._absolute ?? '',
        criteria._daysOfWeek.join('+'),
        criteria._weeksOfMonth.join('+'),
        criteria._monthsOfYear.join('+'),
      ].join(' '),
    ),
  ].join(', ');
}

function lifeCycle(retention: Retention) {
  return [{ dataStoreType: LIMITS.dataStore.allowed[0], duration: retention.toIsoString() }];
}

function list(values: readonly string[]): string[] | undefined {
  return values.length === 0 ? undefined : [...values];
}

function ruleBlocks(rules: readonly RankedRule[]) {
  if (rules.length === 0) return undefined;
  return rules.map(({ name, priority, criteria, retention }) => ({
    name,
    priority,
    lifeCycle: lifeCycle(retention),
    criteria: {
      absoluteCriteria: criteria._absolute,
      daysOfWeek: list(criteria._daysOfWeek),
      weeksOfMonth: list(criteria._weeksOfMonth),
      monthsOfYear: list(criteria._monthsOfYear),
    },
  }));
}
