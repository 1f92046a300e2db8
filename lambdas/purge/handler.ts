import { HEAVY_REQUEST_COST } from '#contract/limits';
import * as contract from '#contract/purge';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { purgeAccount } from './purge-account.ts';
import { purgeEntries } from './purge-entries.ts';
import { purgeTrash } from './purge-trash.ts';
import { wirePurge } from './wiring.ts';

const deps = wirePurge();

/** Hiding a large trash goes on as long as the function may: see `function.yml`. */
const LONG = { withinMs: 22_000, cost: HEAVY_REQUEST_COST };

export const handler = httpHandler(
	[
		serve(contract.purgeEntries, purgeEntries, deps, LONG),
		serve(contract.purgeTrash, purgeTrash, deps, LONG),
		serve(contract.purgeAccount, purgeAccount, deps, LONG),
	],
	{ shares: deps.catalog.shares },
);
