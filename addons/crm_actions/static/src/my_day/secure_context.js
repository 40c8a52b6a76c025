/** In an object, so that a test can be elsewhere than the browser that runs it. */
export const secureContext = {
    /** Only a page that came over https (or from the phone itself) gets position and storage. */
    isSecure: () => window.isSecureContext,
};
