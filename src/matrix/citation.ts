import { Edition } from './edition';
import { Source } from './source';

/** `"Manage Backup vaults", 2024-10-10`: how findings and errors name where a limit comes from. */
export function cite(source: Source): string {
  return `"${source.title}", ${source.date}`;
}

/** `"Manage Backup vaults", 2024-10-10, https://…`: for who wants to read on. */
export function citeWithUrl(source: Source): string {
  return `${cite(source)}, ${source.url}`;
}

/** `support matrix edition 2025-05-15, "Support matrix for …", 2025-05-15`. */
export function citeEdition(edition: Edition): string {
  return `support matrix edition ${edition.id}, ${cite(edition.source)}`;
}
