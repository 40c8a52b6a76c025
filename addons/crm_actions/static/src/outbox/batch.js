/** What the server takes in one call. */
export const MOST = 50;

/** How much goes in a call: half as much after one that took too long, and soon as much again. */
export class Pace {
    most = MOST;

    /** @param {number} count of ops that did not arrive in time */
    slower(count) {
        this.most = Math.max(1, Math.ceil(count / 2));
    }

    faster() {
        this.most = Math.min(MOST, this.most * 2);
    }
}

/**
 * The ops of the next call. Normally all that wait, in their order. Ops that once made the server
 * fail go alone, after the others, with whatever follows on the same action.
 *
 * @param {object[]} ops that wait, oldest first
 * @param {Set<string>} skipped uuids of those that failed a moment ago
 * @param {boolean} alone whether each action shall have a call of its own
 * @param {number} most ops in a call
 * @returns {object[]} none if nothing is left
 */
export function nextBatch(ops, skipped, alone, most) {
    const groups = groupByAction(ops).filter((group) => !group.some((op) => skipped.has(op.uuid)));
    const healthy = groups.filter((group) => failuresOf(group) === 0);
    if (healthy.length && !alone) {
        const sent = new Set(healthy.flat());
        return ops.filter((op) => sent.has(op)).slice(0, most);
    }
    const [first = []] = groups.sort(
        (a, b) => failuresOf(a) - failuresOf(b) || a[0].seq - b[0].seq
    );
    return first.slice(0, most);
}

/** @returns {boolean} whether they hang together, so that they cannot be told apart */
export function isOneAction(ops) {
    return groupByAction(ops).length === 1;
}

const failuresOf = (group) => Math.max(...group.map((op) => op.failures));

/** Ops of one action, and of the action that one of them makes. */
function groupByAction(ops) {
    let groups = [];
    for (const op of ops) {
        const keys = keysOf(op);
        const related = groups.filter((group) => keys.some((key) => group.keys.has(key)));
        const merged = {
            keys: new Set([...related.flatMap((group) => [...group.keys]), ...keys]),
            ops: [...related.flatMap((group) => group.ops), op],
        };
        groups = [...groups.filter((group) => !related.includes(group)), merged];
    }
    return groups.map((group) => group.ops.sort((a, b) => a.seq - b.seq));
}

function keysOf({ uuid, action, vals }) {
    const keys = [action?.id, action?.client_uuid, vals.client_uuid, vals.next?.client_uuid];
    const known = keys.filter(Boolean);
    return known.length ? known : [uuid];
}
