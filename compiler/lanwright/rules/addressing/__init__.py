"""LW2xx: pools, subnets and addresses. Beside the rules stand the views of the plan that several of them share."""
