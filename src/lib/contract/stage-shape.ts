import * as v from 'valibot';
import { endpoint } from './endpoint.ts';

/** The classes of database that a stage may have: `lambdas/resources/database-classes.yml`. */
export const databaseClasses = [
	'db.t4g.micro',
	'db.t4g.small',
	'db.t4g.medium',
	'db.t4g.large',
	'db.r8g.large',
] as const;
export type DatabaseClass = (typeof databaseClasses)[number];

/** What decides what a stage costs before its first file. */
export const stageShape = v.object({
	databaseClass: v.picklist(databaseClasses),
	/** Availability zones that hold the database and the endpoint. */
	zones: v.picklist([1, 2]),
});
export type StageShape = v.InferOutput<typeof stageShape>;

/** What the stage is made of, as far as its fixed cost goes by it. Who runs the stage pays for it, and is told. */
export const getStageShape = endpoint({
	name: 'getStageShape',
	function: 'health',
	method: 'GET',
	path: '/health/shape',
	onlyFor: 'owners',
	request: v.strictObject({}),
	response: stageShape,
});
