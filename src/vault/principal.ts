import { objectIdProblem } from './guid';
import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { SOURCES } from '../matrix/source';

/** Somebody of the tenant who is given a role: a person, a group, or a program. */
export class Principal {
  /**
   * A person. A group outlives people who come and go.
   * @param objectId of the user in Microsoft Entra, a GUID
   * @throws Principal when it isn't one
   */
  public static user(objectId: string): Principal {
    return new Principal('User', checked(objectId));
  }

  /**
   * A group and whoever is in it.
   * @param objectId of the group in Microsoft Entra, a GUID
   * @throws Principal when it isn't one
   */
  public static group(objectId: string): Principal {
    return new Principal('Group', checked(objectId));
  }

  /**
   * A program: an enterprise application or a managed identity.
   * @param objectId of the service principal in Microsoft Entra, a GUID; not the id of its application
   * @throws Principal when it isn't one
   */
  public static servicePrincipal(objectId: string): Principal {
    return new Principal('ServicePrincipal', checked(objectId));
  }

  private constructor(
    /** As azurerm's `principal_type` takes it: `User`, `Group` or `ServicePrincipal`. */
    public readonly type: string,
    /** Object id in Microsoft Entra. */
    public readonly objectId: string,
  ) {}
}

function checked(objectId: string): string {
  const problem = objectIdProblem(objectId);
  if (problem === undefined) return objectId;
  throw new BackupConfigurationError({
    code: 'Principal',
    limit: citeWithUrl(SOURCES.azurermRoleAssignment),
    ...problem,
  });
}
