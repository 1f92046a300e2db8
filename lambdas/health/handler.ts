import * as contract from '#contract/health';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { getCloudHealth } from './get-cloud-health.ts';
import { wireHealth } from './wiring.ts';

export const handler = httpHandler([serve(contract.getCloudHealth, getCloudHealth, wireHealth())]);
