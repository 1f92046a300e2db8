import { stageShape } from '#contract/stage-shape';
import * as v from 'valibot';
import { createClients } from '../adapters/stage-health/clients.ts';
import { CloudWatchAlarms } from '../adapters/stage-health/cloudwatch-alarms.ts';
import { EventBridgeSchedules } from '../adapters/stage-health/eventbridge-schedules.ts';
import { S3BucketSettings } from '../adapters/stage-health/s3-bucket-settings.ts';
import { SnsAlarmListeners } from '../adapters/stage-health/sns-alarm-listeners.ts';
import { readConfig } from '../runtime/config.ts';
import { onCheckFailed } from '../runtime/log.ts';
import type { CloudHealthDeps } from './get-cloud-health.ts';
import type { StageShapeDeps } from './get-stage-shape.ts';

/** `one,two` */
const names = v.pipe(
	v.string(),
	v.nonEmpty(),
	v.transform((text) => text.split(',')),
);

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	BUCKET: v.string(),
	ALARM_TOPIC_ARN: v.string(),
	ALARM_PREFIX: v.string(),
	ALARMS: names,
	SCHEDULES: names,
	DATABASE_CLASS: stageShape.entries.databaseClass,
	ZONES: v.pipe(v.string(), v.transform(Number), stageShape.entries.zones),
});

export function wireHealth(): CloudHealthDeps & StageShapeDeps {
	const { BUCKET, ALARM_TOPIC_ARN, ALARM_PREFIX, ALARMS, SCHEDULES, DATABASE_CLASS, ZONES } =
		readConfig(environment);
	const { s3, cloudWatch, eventBridge, sns } = createClients();
	return {
		bucket: new S3BucketSettings(s3, BUCKET),
		alarms: new CloudWatchAlarms(cloudWatch),
		expected: { prefix: ALARM_PREFIX, alarms: ALARMS },
		listeners: new SnsAlarmListeners(sns, ALARM_TOPIC_ARN),
		schedules: new EventBridgeSchedules(eventBridge),
		expectedSchedules: SCHEDULES,
		onCheckFailed,
		shape: { databaseClass: DATABASE_CLASS, zones: ZONES },
	};
}
