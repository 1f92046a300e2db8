import { databaseClasses, getStageShape as endpoint } from '#contract/stage-shape';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { getStageShape } from '../../../../lambdas/health/get-stage-shape.ts';

const CALLER = { ownerId: '01890000-0000-7000-8000-000000000001', signedInAt: 0 };

test.each(
	databaseClasses.flatMap((databaseClass) => [1, 2].map((zones) => ({ databaseClass, zones }))),
)(
	'tells what the template was deployed with, as the contract has it: $databaseClass in $zones',
	async ({ databaseClass, zones }) => {
		const shape = { databaseClass, zones: zones === 2 ? 2 : 1 } as const;

		const answer = await getStageShape({ shape }, CALLER, {});

		expect(v.parse(endpoint.response, answer)).toEqual({ databaseClass, zones });
	},
);
