import type * as contract from '#contract/stage-shape';
import type { UseCase } from '../ports/use-case.ts';

export interface StageShapeDeps {
	/** As the template was deployed with. */
	readonly shape: contract.StageShape;
}

export const getStageShape: UseCase<StageShapeDeps, typeof contract.getStageShape> = ({ shape }) =>
	Promise.resolve(shape);
