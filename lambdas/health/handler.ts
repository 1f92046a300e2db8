import * as contract from '#contract/health';
import * as shape from '#contract/stage-shape';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { getCloudHealth } from './get-cloud-health.ts';
import { getStageShape } from './get-stage-shape.ts';
import { wireHealth } from './wiring.ts';

const deps = wireHealth();

export const handler = httpHandler([
	serve(contract.getCloudHealth, getCloudHealth, deps),
	serve(shape.getStageShape, getStageShape, deps),
]);
