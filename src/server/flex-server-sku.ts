import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { SKU_NAMES } from '../matrix/sku';
import { matches, show } from '../terraform/check';
import { isUnresolvedString } from '../time/token';

/** Compute size of a flexible server. */
export class FlexServerSku {
  /**
   * A compute size by its name.
   * @param name with azurerm's prefix: `B_Standard_B2s`, `GP_Standard_D4ds_v5`, `MO_Standard_E8ds_v5`
   * @throws FlexServerSku when neither the oldest supported provider nor a newer one knows it
   */
  public static of(name: string): FlexServerSku {
    if (!isUnresolvedString(name) && !matches(name, SKU_NAMES.pattern) && !matches(name, SKU_NAMES.newer.pattern)) {
      const prefixed = [`GP_${name}`, `MO_${name}`, `B_${name}`].find((candidate) => SKU_NAMES.pattern.test(candidate));
      throw new BackupConfigurationError({
        code: 'FlexServerSku',
        message: `\`name\` must be ${SKU_NAMES.rule}, got: ${show(name)}.`,
        limit: citeWithUrl(SKU_NAMES.source),
        mend: prefixed === undefined ? 'use a size as in "GP_Standard_D4ds_v5"' : `did you mean "${prefixed}"?`,
      });
    }
    return new FlexServerSku(name);
  }

  private constructor(
    /** As azurerm's `sku_name` takes it. */
    public readonly name: string,
  ) {}
}
