import { Source } from '../matrix/source';

/** For what the service doesn't limit and this project asks for all the same. */
export const OWN_RULES: Source = {
  title: 'Rules of cdktf-azure-postgres-backup',
  url: 'https://github.com/cdktf-azure-postgres-backup/cdktf-azure-postgres-backup/blob/main/docs/rules.md',
  date: '2026-11-20',
};
