import { BackupConfigurationError } from '../errors';
import { isUnresolvedNumber, isUnresolvedString } from '../time/token';
import { isOf } from '../vault/given';

/**
 * The administrator's password, as a reference to where it is kept. It is handed to Azure as a write-only argument, so
 * that neither the synthesized file nor the Terraform state holds it.
 */
export class AdministratorPassword {
  /**
   * A password that Azure is told and nobody keeps.
   * @param password a token: a sensitive variable, or an ephemeral secret of a key vault
   * @param version counts up when the password has changed: Terraform can't see it
   * @throws AdministratorPassword when the version isn't a whole number above 0
   * @throws PGB902 when the password is written out
   */
  public static writeOnly(password: string, version: number = 1): AdministratorPassword {
    if (!isUnresolvedString(password)) {
      throw new BackupConfigurationError({
        code: 'PGB902',
        message: '`password` must be a reference, got: a literal.',
        mend: 'take it from a sensitive TerraformVariable or a key vault, or leave passwords out: Entra-only is the default',
      });
    }
    if (!isUnresolvedNumber(version) && (!Number.isInteger(version) || version < 1)) {
      throw new BackupConfigurationError({
        code: 'AdministratorPassword',
        message: `\`version\` must be a whole number above 0, got: ${version}.`,
        mend: 'begin with 1 and count up when the password has changed',
      });
    }
    return new AdministratorPassword(password, version);
  }

  private constructor(
    /** @internal */
    public readonly _password: string,
    /** Counts up when the password has changed. */
    public readonly version: number,
  ) {}
}

/**
 * Languages without null checks leave it out, those without types write it as a text: then nobody could log in. What was
 * given may be the password itself, and is never said.
 * @param name of what should have been given
 */
export function passwordGiven(
  name: string,
  value: AdministratorPassword | null | undefined,
  instead: string,
): AdministratorPassword {
  if (isOf(value, '_password') && isOf(value, 'version')) return value!;
  const isMissing = value === undefined || value === null;
  const must = isMissing
    ? 'given where passwords log in, got: (nothing)'
    : 'an AdministratorPassword, got: something else';
  throw new BackupConfigurationError({
    code: 'AdministratorPassword',
    message: `\`${name}\` must be ${must}.`,
    mend: `give AdministratorPassword.writeOnly(…), or take ${instead}`,
  });
}
