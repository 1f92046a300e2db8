import * as contract from '#contract/health';
import { httpHandler } from '../http/handler.ts';
import { serve } from '../http/route.ts';
import { getDatabaseHealth } from '../usecases/get-database-health.ts';
import { wireDatabaseHealth } from '../wiring/database-health.ts';

export const handler = httpHandler([
	serve(contract.getDatabaseHealth, getDatabaseHealth, wireDatabaseHealth()),
]);
