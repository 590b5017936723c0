/** The editions of the support matrix that the twin can follow. */
export const EDITION_IDS = ['2024-12-17', '2025-02-28', '2025-05-15', 'v2-2026-09-28'] as const;
export type EditionId = (typeof EDITION_IDS)[number];

export const DEFAULT_EDITION: EditionId = '2025-05-15';
