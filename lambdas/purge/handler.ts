import * as contract from '#contract/purge';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { purgeAccount } from './purge-account.ts';
import { purgeEntries } from './purge-entries.ts';
import { purgeTrash } from './purge-trash.ts';
import { wirePurge } from './wiring.ts';

const deps = wirePurge();

export const handler = httpHandler([
	serve(contract.purgeEntries, purgeEntries, deps),
	serve(contract.purgeTrash, purgeTrash, deps),
	serve(contract.purgeAccount, purgeAccount, deps),
]);
