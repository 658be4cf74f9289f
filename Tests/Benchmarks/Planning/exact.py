#!/usr/bin/env python3
"""Solves a week exactly, or as far as the time goes: exact.py highs|cp-sat PROBLEM SECONDS

Prints one line of JSON: the best total, a bound that no plan is below, and the seconds.
The solvers come from PyPI (highspy, ortools); `deploy/benchmark-planning` installs them.
"""
import json
import sys
import time

from week import Model, Week


def highs(model, seconds):
    import highspy
    import numpy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", float(seconds))
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 1e-6)
    infinite = highspy.kHighsInf
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.rows)
    lp.col_cost_ = numpy.array(model.cost, dtype=float)
    lp.col_lower_ = numpy.array(model.low, dtype=float)
    lp.col_upper_ = numpy.array(model.high, dtype=float)
    lp.row_lower_ = numpy.array([-infinite if r[0] is None else r[0] for r in model.rows], float)
    lp.row_upper_ = numpy.array([infinite if r[1] is None else r[1] for r in model.rows], float)
    starts, index, value = [0], [], []
    for _, _, terms in model.rows:
        for column, factor in terms:
            index.append(column)
            value.append(float(factor))
        starts.append(len(index))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.array(starts)
    lp.a_matrix_.index_ = numpy.array(index)
    lp.a_matrix_.value_ = numpy.array(value)
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        for whole in model.whole]
    solver.passModel(lp)
    solver.run()
    info = solver.getInfo()
    found = info.objective_function_value
    return (round(found) if abs(found) < 1e15 else None), info.mip_dual_bound


def cp_sat(model, seconds):
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    columns = [cp.new_int_var(0, high, "") for high in model.high]
    for least, most, terms in model.rows:
        total = cp_model.LinearExpr.weighted_sum([columns[c] for c, _ in terms], [f for _, f in terms])
        if least is not None:
            cp.add(total >= least)
        if most is not None:
            cp.add(total <= most)
    cp.minimize(cp_model.LinearExpr.weighted_sum(columns, model.cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 8
    solver.parameters.max_time_in_seconds = float(seconds)
    status = solver.solve(cp)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (round(solver.objective_value) if found else None), solver.best_objective_bound


def main():
    kind, path, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    model = Model(Week(path))
    began = time.monotonic()
    best, bound = {"highs": highs, "cp-sat": cp_sat}[kind](model, seconds)
    print(json.dumps({
        "problem": path.rsplit("/", 1)[-1], "solver": kind, "best": best,
        "bound": round(bound, 1), "seconds": round(time.monotonic() - began, 1)}))


if __name__ == "__main__":
    main()
