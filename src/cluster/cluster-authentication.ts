import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { CLUSTER } from '../matrix/cluster';
import { AdministratorPassword } from '../server/administrator-password';
import { EntraAdministrator } from '../server/flex-server-authentication';
import { isUnresolvedString } from '../time/token';

/**
 * Who may log in to a cluster. The administrator that has a password is always called `citus`.
 *
 * A password goes into the write-only `sensitive_body` of azapi, which came with azapi 2.4.0: with one, the stack asks for
 * that version of the provider. Microsoft Entra identities alone work with every version that is supported.
 */
export class ClusterAuthentication {
  /**
   * Microsoft Entra identities alone; there is no password.
   * @param administrators users and service principals; none by default: then nobody can log in until one is added elsewhere
   * @throws EntraAdministrator when one is a group, which clusters don't know
   */
  public static entraOnly(administrators: EntraAdministrator[] = []): ClusterAuthentication {
    return new ClusterAuthentication(checked(administrators));
  }

  /**
   * Microsoft Entra identities, and `citus` with a password.
   * @throws EntraAdministrator when one is a group, which clusters don't know
   */
  public static entraAndPassword(
    password: AdministratorPassword,
    administrators: EntraAdministrator[] = [],
  ): ClusterAuthentication {
    return new ClusterAuthentication(checked(administrators), password);
  }

  /** `citus` with a password alone. */
  public static passwordOnly(password: AdministratorPassword): ClusterAuthentication {
    return new ClusterAuthentication(undefined, password);
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

/** Groups are the default of flexible servers, so that the type has to be said here. */
function checked(administrators: readonly EntraAdministrator[]): EntraAdministrator[] {
  const { principalTypes, source } = CLUSTER.entra;
  for (const { principalName, principalType = 'Group' } of administrators) {
    if (isUnresolvedString(principalType) || principalTypes.some((type) => type === principalType)) continue;
    throw new BackupConfigurationError({
      code: 'EntraAdministrator',
      message: `\`principalType\` must be one of ${principalTypes.join(', ')}, got: ${principalType} for ${principalName}.`,
      limit: citeWithUrl(source),
      mend: 'name the users or service principals one by one: clusters know no groups',
    });
  }
  return [...administrators];
}
