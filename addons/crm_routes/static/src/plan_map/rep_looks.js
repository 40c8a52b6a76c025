/*
 * How the routes of several reps are told apart: a colour, a kind of line and a letter or two. With
 * more reps than colours the line and the letters go on telling.
 */
const COLOURS = 8;
const DASHES = 3;

/** @param {string[]} names of the reps, in the order in which they are listed */
export function repLooks(names) {
    return names.map((name, index) => ({
        letters: initials(name, names),
        className: `o_crm_rep_${index % COLOURS}`,
        line: `o_crm_rep_line_${index % COLOURS} o_crm_rep_dash_${dashOf(index)}`,
    }));
}

function dashOf(index) {
    return ((index % COLOURS) + Math.floor(index / COLOURS)) % DASHES;
}

/** One letter where it is enough, else two. */
function initials(name, names) {
    const first = name.charAt(0).toUpperCase();
    const isAlone = names.filter((each) => each.charAt(0).toUpperCase() === first).length === 1;
    const [, second = ""] = name.trim().split(/\s+/);
    return isAlone ? first : first + (second || name.slice(1)).charAt(0).toUpperCase();
}
