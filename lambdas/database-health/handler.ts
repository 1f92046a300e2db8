import * as contract from '#contract/health';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { getDatabaseHealth } from './get-database-health.ts';
import { wireDatabaseHealth } from './wiring.ts';

export const handler = httpHandler([
	serve(contract.getDatabaseHealth, getDatabaseHealth, wireDatabaseHealth()),
]);
