"""Instances and plans as plain values and back, for JSON: the search runs in another process."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from .instance import Customer, Instance, Matrix, Pattern, Plan, Promise, Route, Shift, Span, Stop


def plain_instance(instance: Instance) -> dict:
    """An instance whose keys are numbers or texts."""
    customers = []
    for each in instance.customers:
        plain = asdict(each)
        plain["reps"] = None if each.reps is None else sorted(each.reps)
        customers.append(plain)
    return {
        "days": instance.days,
        "customers": customers,
        "shifts": [asdict(each) for each in instance.shifts],
        "matrix": {
            "metres": instance.matrix.metres.tolist(),
            "seconds": instance.matrix.seconds.tolist(),
            "source": instance.matrix.source,
        },
    }


def read_instance(plain: dict) -> Instance:
    """What :func:`plain_instance` made, after a way through JSON."""
    tables = (np.array(plain["matrix"][name], np.int64) for name in ("metres", "seconds"))
    return Instance(
        plain["days"],
        tuple(map(_customer, plain["customers"])),
        tuple(_shift(each) for each in plain["shifts"]),
        Matrix(*tables, plain["matrix"]["source"]),
    )


def _customer(plain: dict) -> Customer:
    hours, reps = plain["hours"], plain["reps"]
    return Customer(
        **{
            **plain,
            "patterns": tuple(
                Pattern(tuple(each["days"]), each["bias"]) for each in plain["patterns"]
            ),
            "hours": None
            if hours is None
            else tuple(tuple(Span(**span) for span in day) for day in hours),
            "reps": None if reps is None else frozenset(reps),
            "promises": tuple(Promise(**each) for each in plain["promises"]),
        }
    )


def _shift(plain: dict) -> Shift:
    lunch = plain["lunch"]
    return Shift(**{**plain, "lunch": None if lunch is None else Span(**lunch)})


def plain_plan(plan: Plan) -> dict:
    """A plan as plain values."""
    return asdict(plan)


def read_plan(plain: dict) -> Plan:
    """What :func:`plain_plan` made, after a way through JSON."""
    routes = tuple(
        Route(**{**each, "stops": tuple(Stop(**stop) for stop in each["stops"])})
        for each in plain["routes"]
    )
    return Plan(**{**plain, "routes": routes, "unserved": tuple(plain["unserved"])})
