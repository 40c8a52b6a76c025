/**
 * A finger that trembles presses twice. What is under way or was done is not begun again; what
 * failed may be.
 *
 * @param {(...args: any[]) => Promise<boolean>} work says whether it was done
 * @returns {(...args: any[]) => Promise<boolean>}
 */
export function once(work) {
    let isTaken = false;
    return async (...args) => {
        if (isTaken) {
            return false;
        }
        isTaken = true;
        try {
            isTaken = await work(...args);
            return isTaken;
        } catch (error) {
            isTaken = false;
            throw error;
        }
    };
}
