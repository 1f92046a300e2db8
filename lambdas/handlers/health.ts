import * as contract from '#contract/health';
import { httpHandler } from '../http/handler.ts';
import { serve } from '../http/route.ts';
import { getCloudHealth } from '../usecases/get-cloud-health.ts';
import { wireHealth } from '../wiring/health.ts';

export const handler = httpHandler([serve(contract.getCloudHealth, getCloudHealth, wireHealth())]);
