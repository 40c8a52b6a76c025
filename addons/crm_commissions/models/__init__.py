from . import (
    account_move,
    crm_commission_participant,
    crm_commission_period,
    crm_commission_plan,
    crm_commission_plan_flow,
    crm_commission_plan_terms,
    crm_commission_rule,
    crm_commission_split,
    crm_commission_tier,
    res_partner,
    sale_order,
)
