import * as contract from '#contract/purge';
import { httpHandler } from '../http/handler.ts';
import { serve } from '../http/route.ts';
import { purgeAccount } from '../usecases/purge-account.ts';
import { purgeEntries } from '../usecases/purge-entries.ts';
import { purgeTrash } from '../usecases/purge-trash.ts';
import { wirePurge } from '../wiring/purge.ts';

const deps = wirePurge();

export const handler = httpHandler([
	serve(contract.purgeEntries, purgeEntries, deps),
	serve(contract.purgeTrash, purgeTrash, deps),
	serve(contract.purgeAccount, purgeAccount, deps),
]);
