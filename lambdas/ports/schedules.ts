/** What starts functions by the clock. Reads only; throws where EventBridge does not answer or refuses. */
export interface Schedules {
	stateOf(name: string): Promise<'enabled' | 'disabled' | 'absent'>;
}
