import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { CLUSTER } from '../matrix/cluster';
import { Source, SOURCES } from '../matrix/source';
import { AdministratorPassword, passwordGiven } from '../server/administrator-password';
import { EntraAdministrator } from '../server/flex-server-authentication';
import { show } from '../terraform/check';
import { isUnresolvedString } from '../time/token';
import { withoutNulls } from '../vault/given';
import { objectIdProblem } from '../vault/guid';

/**
 * Who may log in to a cluster. The administrator that has a password is always called `citus`.
 *
 * A password goes into the write-only `sensitive_body` of azapi, which has a version since azapi 2.5.0: with one, the stack
 * asks for that release of the provider, and the synthesis refuses bindings of your own that pin an earlier one
 * (`AzapiVersion`).
 * Microsoft Entra identities alone work with every version that is supported.
 */
export class ClusterAuthentication {
  /**
   * Microsoft Entra identities alone; there is no password.
   * @param administrators users and service principals; none by default: then nobody can log in until one is added elsewhere
   * @throws EntraAdministrator when one is a group, which clusters don't know, has no object id, or is named twice
   */
  public static entraOnly(administrators: EntraAdministrator[] = []): ClusterAuthentication {
    return new ClusterAuthentication(checked(administrators));
  }

  /**
   * Microsoft Entra identities, and `citus` with a password.
   * @throws AdministratorPassword when there is none
   * @throws EntraAdministrator when one is a group, which clusters don't know, has no object id, or is named twice
   */
  public static entraAndPassword(
    password: AdministratorPassword,
    administrators: EntraAdministrator[] = [],
  ): ClusterAuthentication {
    return new ClusterAuthentication(checked(administrators), given(password));
  }

  /**
   * `citus` with a password alone.
   * @throws AdministratorPassword when there is none
   */
  public static passwordOnly(password: AdministratorPassword): ClusterAuthentication {
    return new ClusterAuthentication(undefined, given(password));
  }

  private constructor(
    /**
     * Administrators with an Entra identity.
     * @default - Entra identities can't log in
     */
    public readonly entraAdministrators?: EntraAdministrator[],
    /**
     * Password of `citus`.
     * @default - it has none
     */
    public readonly password?: AdministratorPassword,
  ) {}

  /** @internal */
  public _properties(): Record<string, unknown> {
    const state = (on: boolean) => (on ? 'enabled' : 'disabled');
    const { entraAdministrators, password } = this;
    return {
      authConfig: {
        activeDirectoryAuth: state(entraAdministrators !== undefined),
        passwordAuth: state(password !== undefined),
      },
    };
  }
}

function given(password: AdministratorPassword): AdministratorPassword {
  return passwordGiven('password', password, 'ClusterAuthentication.entraOnly(…)');
}

/** Groups are the default of flexible servers, so that the type has to be said here. */
function checked(administrators: readonly EntraAdministrator[]): EntraAdministrator[] {
  const seen = new Set<string>();
  const all = (administrators ?? []).map((administrator) => withoutNulls(administrator));
  for (const { objectId, principalName, principalType = 'Group' } of all) {
    checkObjectId(objectId, principalName);
    // To Azure two names that differ in case are one.
    const known = show(principalName).toLowerCase();
    if (!isUnresolvedString(principalName) && seen.has(known)) {
      const message = `\`principalName\` must be different for each, got: ${show(principalName)} twice.`;
      throw wrong(message, 'name each administrator once');
    }
    seen.add(known);
    checkType(principalType, principalName);
  }
  return all;
}

/** azapi takes any text, and so would the plan. */
function checkObjectId(objectId: string, principalName: string): void {
  const problem = objectIdProblem(objectId, ` for ${show(principalName)}`);
  if (problem !== undefined) throw wrong(problem.message, problem.mend, SOURCES.clusterApi);
}

function checkType(principalType: string, principalName: string): void {
  const { principalTypes, source } = CLUSTER.entra;
  if (isUnresolvedString(principalType) || principalTypes.some((type) => type === principalType)) return;
  const types = principalTypes.join(', ');
  throw wrong(
    `\`principalType\` must be one of ${types}, got: ${show(principalType)} for ${show(principalName)}.`,
    principalType === 'Group'
      ? 'name the users or service principals one by one: clusters know no groups'
      : `take one of ${types}`,
    source,
  );
}

function wrong(message: string, mend: string, source?: Source): BackupConfigurationError {
  const limit = source === undefined ? undefined : citeWithUrl(source);
  return new BackupConfigurationError({ code: 'EntraAdministrator', message, limit, mend });
}
