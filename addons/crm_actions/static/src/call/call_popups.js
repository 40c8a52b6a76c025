import { Component, useRef, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { CallCard } from "@crm_actions/call/call_card";

/** The calls of this person that ring or have just ended, at the edge of the screen. */
export class CallPopups extends Component {
    static template = "crm_actions.CallPopups";
    static components = { CallCard };
    static props = { calls: Array, run: Function, choose: Function, close: Function };

    setup() {
        this.calls = useState(this.props.calls);
        this.list = useRef("list");
        // Nothing takes the focus from whoever types; one key leads there.
        useHotkey("alt+shift+l", () => this.list.el.querySelector(".o_crm_call")?.focus(), {
            global: true,
            bypassEditableProtection: true,
        });
    }
}
