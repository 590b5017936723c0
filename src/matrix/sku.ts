import { ComputeTier } from './edition';
import { SOURCES } from './source';

/** `sku_name` of a flexible server: tier prefix and Azure's name of the compute size. */
export const SKU_NAMES = {
  /** What azurerm 4.55.0 takes, the version that the bindings pin. */
  pattern:
    /^((B_Standard_B((1|2|4|8|12|16|20)ms|2s))|(GP_Standard_D(((2|4|8|16|32|48|64)s_v3)|((2|4|8|16|32|48|64)ds_v4)|((2|4|8|16|32|48|64|96)ds_v5)|((2|4|8|16|32|48|64|96)ads_v5)))|(MO_Standard_E((((2|4|8|16|20|32|48|64)s)_v3)|((2|4|6|8|16|20|32|48|64)ds_v4)|((2|4|8|16|20|32|48|64|96)ds_v5)|((2|4|8|16|32|48|64|96)ads_v5))))$/,
  rule: 'a compute size with its tier before it: `B_Standard_B2s`, `GP_Standard_D4ds_v5`, `MO_Standard_E8ads_v5`',
  source: SOURCES.azurermServer,
  /** What azurerm 4.81.0 to 5.2.0 take: v6 and confidential sizes on top. */
  newer: {
    pattern:
      /^((B_Standard_B((1|2|4|8|12|16|20)ms|2s))|(GP_Standard_D(((2|4|8|16|32|48|64)s_v3)|((2|4|8|16|32|48|64)ds_v4)|((2|4|8|16|32|48|64|96)ds_v5)|((2|4|8|16|32|48|64|96)ds_v6)|((2|4|8|16|32|48|64|96)ads_v5)|(C(2|4|8|16|32|48|64|96)ads_v5)))|(MO_Standard_E((((2|4|8|16|20|32|48|64)s)_v3)|((2|4|6|8|16|20|32|48|64)ds_v4)|((2|4|8|16|20|32|48|64|96)ds_v5)|((2|4|8|16|32|48|64|96)ds_v6)|((2|4|8|16|32|48|64|96)ads_v5)|(C(2|4|8|16|20|32|48|64|96)(ads|as)_v5))))$/,
    source: SOURCES.azurermNewerSkus,
  },
};

/** The compute tier that a `sku_name` is of; undefined when it has no tier prefix. */
export function tierOfSku(skuName: string): ComputeTier | undefined {
  if (skuName.startsWith('B_')) return 'Burstable';
  if (skuName.startsWith('GP_')) return 'GeneralPurpose';
  return skuName.startsWith('MO_') ? 'MemoryOptimized' : undefined;
}
