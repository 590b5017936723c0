import { AdministratorPassword, passwordGiven } from './administrator-password';
import { withoutNulls } from '../vault/given';

/** Whoever administers a server with their Microsoft Entra identity. */
export interface EntraAdministrator {
  /** Object id of the user, group or service principal. */
  readonly objectId: string;
  /** Its name: the role in PostgreSQL is called so. */
  readonly principalName: string;
  /**
   * `User`, `Group` or `ServicePrincipal`.
   * @default 'Group'
   */
  readonly principalType?: string;
}

/** The administrator that logs in with a password. */
export interface PasswordAdministrator {
  /** Login; not `admin`, `root`, `azure_superuser` or the like, and no `pg_` in front. */
  readonly login: string;
  /** Password, as a reference. */
  readonly password: AdministratorPassword;
}

/** Who may log in to a server. */
export class FlexServerAuthentication {
  /**
   * Microsoft Entra identities alone; there is no password.
   * @param administrators none by default: then nobody can log in until one is added elsewhere
   */
  public static entraOnly(administrators: EntraAdministrator[] = []): FlexServerAuthentication {
    return new FlexServerAuthentication(listed(administrators));
  }

  /**
   * Microsoft Entra identities, and one administrator with a password.
   * @throws AdministratorPassword when there is none, or it is a text
   */
  public static entraAndPassword(
    password: PasswordAdministrator,
    administrators: EntraAdministrator[] = [],
  ): FlexServerAuthentication {
    return new FlexServerAuthentication(listed(administrators), given(password));
  }

  /**
   * One administrator with a password alone.
   * @throws AdministratorPassword when there is none, or it is a text
   */
  public static passwordOnly(password: PasswordAdministrator): FlexServerAuthentication {
    return new FlexServerAuthentication(undefined, given(password));
  }

  private constructor(
    /**
     * Administrators with an Entra identity.
     * @default - Entra identities can't log in
     */
    public readonly entraAdministrators?: EntraAdministrator[],
    /**
     * The administrator with a password.
     * @default - nobody has a password
     */
    public readonly passwordAdministrator?: PasswordAdministrator,
  ) {}
}

function listed(administrators: EntraAdministrator[] | null): EntraAdministrator[] {
  return (administrators ?? []).map((administrator) => withoutNulls(administrator));
}

function given(administrator: PasswordAdministrator | null | undefined): PasswordAdministrator {
  const name = administrator === undefined || administrator === null ? 'password' : 'password.password';
  passwordGiven(name, administrator?.password, 'FlexServerAuthentication.entraOnly(…)');
  return administrator!;
}
